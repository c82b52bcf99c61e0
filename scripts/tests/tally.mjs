/** How many tests passed, failed and were skipped. */
export class Tally {
  constructor({passed = 0, failed = 0, skipped = 0} = {}) {
    Object.assign(this, {passed, failed, skipped});
  }

  add({passed, failed, skipped}) {
    this.passed += passed;
    this.failed += failed;
    this.skipped += skipped;
  }

  /** Counts something that is no test, and says why: a text, or an error. */
  fail(why) {
    console.log('FAILED:', why);
    this.failed++;
  }

  toString() {
    return `${this.passed} passed, ${this.failed} failed${this.skipped ? `, ${this.skipped} skipped` : ''}`;
  }
}
