import type {ComplexAttributeConverter, PropertyDeclarations} from 'lit';

/**
 * Makes property setters convert values as their attributes do: a value is converted to a string and then like the
 * attribute's; null and undefined stand for an absent attribute. Booleans are converted by truthiness, as in Web IDL. Wraps
 * the accessors that the class has, and is wrapped by those that Lit creates.
 */
export function acceptAsInMarkup(prototype: object, properties: PropertyDeclarations): void {
  for (const [name, {converter, type}] of Object.entries(properties)) {
    const convert = type === Boolean ? Boolean : typeof converter === 'object' ? asAttribute(converter) : undefined;
    if (!convert) continue;
    const accessors = Object.getOwnPropertyDescriptor(prototype, name) ?? storage();
    Object.defineProperty(prototype, name, {
      ...accessors,
      set(value: unknown) {
        accessors.set?.call(this, convert(value));
      },
    });
  }
}

/** The accessors of a property without any of its own. */
function storage(): PropertyDescriptor {
  const key = Symbol();
  return {
    configurable: true,
    get(this: Record<symbol, unknown>) {
      return this[key];
    },
    set(this: Record<symbol, unknown>, value: unknown) {
      this[key] = value;
    },
  };
}

function asAttribute(converter: ComplexAttributeConverter) {
  return (value: unknown) =>
    // eslint-disable-next-line @typescript-eslint/no-base-to-string -- as the DOM converts what is set to `img.src`
    converter.fromAttribute?.(value === null || value === undefined ? null : String(value));
}
