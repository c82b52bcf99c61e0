/**
 * Queues a task, which runs after the messages that have already arrived. Not by `setTimeout()`: browsers throttle the timers
 * of hidden pages to one second, and Firefox and WebKit run those that are due before messages that arrived earlier.
 */
export function queueTask(callback: () => void): void {
  // some simulated DOMs have no MessageChannel
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
