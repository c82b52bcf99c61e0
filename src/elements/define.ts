/**
 * Registers an element's class under a tag name; the same class again is nothing.
 *
 * @throws {Error} when the name is taken by another class
 */
export function defineElement(
  tag: string,
  elementClass: CustomElementConstructor,
  registry: CustomElementRegistry,
): void {
  const there = registry.get(tag);
  if (there === elementClass) return;
  if (there) {
    throw new Error(`<${tag}> is defined already, as ${there.name}, and cannot be defined as ${elementClass.name}.`);
  }
  registry.define(tag, elementClass);
}
