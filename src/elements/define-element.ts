/**
 * Registers an element's class under a tag name. Does nothing if it is registered already.
 *
 * @throws {Error} if another class is registered under that name
 */
export function defineElement(
  tag: string,
  elementClass: CustomElementConstructor,
  registry: CustomElementRegistry,
): void {
  const registered = registry.get(tag);
  if (registered === elementClass) return;
  if (registered) {
    throw new Error(
      `<${tag}> is already defined as ${registered.name}, and cannot be defined as ${elementClass.name}.`,
    );
  }
  registry.define(tag, elementClass);
}
