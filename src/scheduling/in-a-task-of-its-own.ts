/**
 * Calls back after what has come to this page or worker already. Not by a timer: those of hidden pages wait for the next full
 * second, and in Firefox and WebKit those that are due go before messages that came while the page was busy.
 */
export function inATaskOfItsOwn(callback: () => void): void {
  // some environments for unit tests have a document, and no channels
  if (typeof MessageChannel === 'undefined') {
    setTimeout(callback);
    return;
  }
  const {port1, port2} = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(0);
}
