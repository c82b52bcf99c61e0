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
