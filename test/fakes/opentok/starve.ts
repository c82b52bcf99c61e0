/** A listener of the page's that throws: the SDK does not call those after it. */
export function starve(): never {
  throw new Error('a bug of the page’s');
}
