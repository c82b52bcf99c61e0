/** The SDK's collection class. */
export class FakeCollection<Model extends {readonly id: string}> {
  #models: Model[] = [];

  length(): number {
    return this.#models.length;
  }
  get(id: string): Model | undefined {
    return this.#models.find((one) => one.id === id);
  }
  has(id: string): boolean {
    return this.get(id) !== undefined;
  }
  forEach(callback: (model: Model) => void): void {
    this.#models.slice().forEach((one) => callback(one));
  }
  map<Result>(callback: (model: Model) => Result): Result[] {
    return this.#models.map((one) => callback(one));
  }
  add(model: Model): void {
    this.#models.push(model);
  }
  remove(model: Model): void {
    this.#models = this.#models.filter((one) => one !== model);
  }
  empty(): void {
    this.#models = [];
  }
}
