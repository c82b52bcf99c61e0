/** Ends this process when npm is told to end: npm passes that on to the shell between them, which keeps it to itself. */
export function endWithParent() {
  const {ppid} = process;
  setInterval(() => process.ppid === ppid || process.exit(143), 500).unref();
}
