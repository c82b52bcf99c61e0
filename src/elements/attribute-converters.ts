import type {ComplexAttributeConverter} from 'lit';

/** An absent attribute is an empty string. */
export const text: ComplexAttributeConverter<string> = {
  fromAttribute: (value) => value ?? '',
};

/** An enumerated attribute: absent or invalid, it is the first of its values; invalid, it is warned of. */
export function oneOf<Value extends string>(name: string, values: readonly [Value, ...Value[]]) {
  return {
    fromAttribute(value: string | null): Value {
      const known = values.find((v) => v === value?.toLowerCase());
      if (value !== null && known === undefined) {
        console.warn(`${name}="${value}": no such value; there are ${values.join(', ')}. "${values[0]}" is used.`);
      }
      return known ?? values[0];
    },
  };
}

/** A whole number: absent, invalid or too small, it is the default; invalid or too small, it is warned of. */
export function whole(name: string, byDefault: number, least: number = 0) {
  return {
    fromAttribute(value: string | null): number {
      if (value === null) return byDefault;
      if (/^\d+$/.test(value) && Number(value) >= least) return Number(value);
      console.warn(`${name}="${value}": no such value; there are whole numbers from ${least}. It is ignored.`);
      return byDefault;
    },
  };
}
