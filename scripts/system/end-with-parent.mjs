/** Exits when npm is terminated: npm sends the signal to the shell in between, which does not forward it. */
export function endWithParent() {
  const {ppid} = process;
  setInterval(() => process.ppid === ppid || process.exit(143), 500).unref();
}
