/** The URL under which a module of src/elements is loaded a second time. */
export function urlOfSecondCopy(module: string): string {
  return new URL(`../../src/elements/${module}?another`, import.meta.url).href;
}
