/** The SDK's promises are not native, and do not cause `unhandledrejection`. */
export function thenable(promise: Promise<void>): PromiseLike<void> {
  promise.catch(() => undefined);
  return {then: promise.then.bind(promise)};
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
export const task = () =>
  new Promise<void>((resolve) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
