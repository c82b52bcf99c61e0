// bound when this is loaded, so that capturing twice in a file does no harm
const {error, warn} = console;

/** The messages that `console.error()` and `console.warn()` were called with in the current test. */
export let logged: string[] = [];

/** From here on, these messages are recorded instead of printed in each test of the file. */
export function captureConsole(): void {
  beforeEach(() => {
    logged = [];
    console.error = console.warn = (...args: unknown[]) => logged.push(args.map(String).join(' '));
  });

  afterEach(() => {
    Object.assign(console, {error, warn});
  });
}
