/** The error that the promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Error & {code?: string}> {
  let resolved: unknown;
  try {
    resolved = await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error(`Expected a rejection, got ${String(resolved)}.`);
}
