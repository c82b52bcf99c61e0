import {redactCredentials} from '../values/resolved-url.js';

/** Converts an attribute's value to its property's; null is the absent attribute. */
export interface Converter<Value> {
  fromAttribute(value: string | null): Value;
}

/** A string; an absent attribute is the empty string. */
export const text: Converter<string> = {
  fromAttribute: (value) => value ?? '',
};

/**
 * An enumerated attribute, case-insensitive. If absent or invalid, it has the first of its values; an invalid value is
 * reported by a warning.
 *
 * @param name the beginning of its tag, for the warning: `<ot-session roster`
 */
export function oneOf<Value extends string>(name: string, values: readonly [Value, ...Value[]]): Converter<Value> {
  return {
    fromAttribute(value) {
      const known = values.find((v) => v === value?.toLowerCase());
      if (value !== null && known === undefined) {
        console.warn(
          `${name}="${redactCredentials(value)}">: use one of ${values.join(', ')}. The default is "${values[0]}".`,
        );
      }
      return known ?? values[0];
    },
  };
}

/** A whole number. If absent, invalid, or less than `min`, it has the default; the latter two are reported by a warning. */
export function whole(name: string, defaultValue: number, min: number = 0): Converter<number> {
  return {
    fromAttribute(value) {
      // also a default of Infinity
      if (value === null || value === String(defaultValue)) return defaultValue;
      if (/^\d+$/.test(value) && Number(value) >= min) return Number(value);
      console.warn(`${name}="${redactCredentials(value)}">: not a whole number of at least ${min}. It is ignored.`);
      return defaultValue;
    },
  };
}
