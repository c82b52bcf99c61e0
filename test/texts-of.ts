/** Properties that contain secrets by design: what was set is readable there, and an error's cause is another party's. */
const SECRETS = ['token', 'credentials', 'getCredentials', 'options', 'cause'];

/**
 * All text that is reachable from a value as any script of the page would reach it: by properties, own and inherited, and by
 * the entries of maps and other iterables. Of nodes, only custom elements are entered.
 */
export function textsOf(value: unknown, seen = new Set<unknown>()): string[] {
  if (typeof value === 'function' || seen.has(value)) return [];
  if (typeof value !== 'object' || value === null) return [String(value)];
  seen.add(value);
  if (value instanceof Node && !(value instanceof HTMLElement && value.localName.includes('-'))) return [];
  const inside = Symbol.iterator in value ? [...(value as Iterable<unknown>)] : [];
  for (const name of propertiesOf(value)) inside.push(name, (value as Record<string, unknown>)[name]);
  return inside.flatMap((one) => textsOf(one, seen));
}

function propertiesOf(value: object): Set<string> {
  const names = new Set<string>();
  const ends: unknown[] = [
    null,
    Object.prototype,
    HTMLElement.prototype,
    Map.prototype,
    Set.prototype,
    Array.prototype,
  ];
  for (let one: unknown = value; !ends.includes(one); one = Object.getPrototypeOf(one))
    for (const name of Object.getOwnPropertyNames(one)) names.add(name);
  for (const name of SECRETS) names.delete(name);
  return names;
}
