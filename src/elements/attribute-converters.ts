import type {ComplexAttributeConverter, PropertyDeclarations} from 'lit';
import {redactCredentials} from '../values/resolved-url.js';

/** What an attribute's text means to its property; null is the absent attribute. */
export interface Converter<Value> {
  fromAttribute(value: string | null): Value;
}

/** An absent attribute is an empty string. */
export const text: Converter<string> = {
  fromAttribute: (value) => value ?? '',
};

/** An enumerated attribute, in any case. Absent or invalid, it is the first of its values; invalid, with a warning. */
export function oneOf<Value extends string>(name: string, values: readonly [Value, ...Value[]]): Converter<Value> {
  return {
    fromAttribute(value) {
      const known = values.find((v) => v === value?.toLowerCase());
      if (value !== null && known === undefined) {
        console.warn(
          `${name}="${redactCredentials(value)}": no such value; there are ${values.join(', ')}. "${values[0]}" is used.`,
        );
      }
      return known ?? values[0];
    },
  };
}

/** A whole number. Absent, invalid, or less than `least`, it is the default; invalid or too small, with a warning. */
export function whole(name: string, byDefault: number, least: number = 0): Converter<number> {
  return {
    fromAttribute(value) {
      // the default may be Infinity, which no attribute has, and script may set
      if (value === null || value === String(byDefault)) return byDefault;
      if (/^\d+$/.test(value) && Number(value) >= least) return Number(value);
      console.warn(
        `${name}="${redactCredentials(value)}": no such value; there are whole numbers from ${least}. It is ignored.`,
      );
      return byDefault;
    },
  };
}

/**
 * Has properties take from script what they take from markup: a value is converted to a string and read as the attribute's
 * would be; null and undefined are the absent attribute. A boolean is converted as the DOM does it. This wraps the accessors
 * that a class has itself, and Lit wraps these in its own.
 */
export function acceptAsInMarkup(prototype: object, properties: PropertyDeclarations): void {
  for (const [name, {converter, type}] of Object.entries(properties)) {
    const convert = type === Boolean ? Boolean : typeof converter === 'object' ? asAttribute(converter) : undefined;
    if (!convert) continue;
    const accessors = Object.getOwnPropertyDescriptor(prototype, name) ?? storage(name);
    Object.defineProperty(prototype, name, {
      ...accessors,
      set(value: unknown) {
        accessors.set?.call(this, convert(value));
      },
    });
  }
}

/** The accessors of a property that is just kept. */
function storage(name: string): PropertyDescriptor {
  const key = Symbol(name);
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
