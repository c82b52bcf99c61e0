/** The numbers of tests that passed, failed, and were skipped. */
export class Tally {
  constructor({passed = 0, failed = 0, skipped = 0} = {}) {
    Object.assign(this, {passed, failed, skipped});
  }

  add({passed, failed, skipped}) {
    this.passed += passed;
    this.failed += failed;
    this.skipped += skipped;
  }

  /** Counts a failure outside of any test, and prints its reason: a string or an error. */
  fail(reason) {
    console.log('FAILED:', reason);
    this.failed++;
  }

  toString() {
    return `${this.passed} passed, ${this.failed} failed${this.skipped ? `, ${this.skipped} skipped` : ''}`;
  }
}
