import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {endHelper, spawnHelper} from '../../scripts/system/helper-process.mjs';

/** A server's process, with a folder of its own: started, ended and started again on the same port. */
export class ServerProcess {
  dir;
  #command;
  #isReady;
  #helper;

  /**
   * @param command returns what to run in the folder: [command, arguments, options of spawn()]
   * @param isReady resolves with true when the server responds
   */
  constructor(command, isReady) {
    this.#command = command;
    this.#isReady = isReady;
  }

  async prepare(name) {
    this.dir = await mkdtemp(join(tmpdir(), `${name}-`));
    await mkdir(join(this.dir, 'log'));
  }

  /** Writes a file of the folder, of a template's text, with what is in ${…} filled in. */
  async write(name, text, values) {
    const filled = text.replace(/\$\{([A-Z_]+)\}/g, (_, key) => {
      if (!(key in values)) throw new Error(`${name} wants ${key}.`);
      return values[key];
    });
    await writeFile(join(this.dir, name), filled);
  }

  get pid() {
    return this.#helper.pid;
  }

  async start() {
    const helper = (this.#helper = spawnHelper(...this.#command(this.dir)));
    let output = '';
    for (const stream of [helper.stdout, helper.stderr]) stream?.on('data', (text) => (output += text));
    for (const deadline = Date.now() + 30_000; ; await sleep(50)) {
      if (await this.#isReady().catch(() => false)) return;
      if (helper.exitCode !== null || Date.now() > deadline) {
        await this.end();
        throw new Error(`The server did not start: ${output.slice(-2000)}`);
      }
    }
  }

  /** Ends it: as an administrator does, or at once. */
  async stop(signal = 'SIGTERM') {
    await endHelper(this.#helper, signal, 10_000);
  }

  async end() {
    if (this.#helper) await this.stop('SIGKILL');
    await rm(this.dir, {recursive: true, force: true, maxRetries: 3});
  }
}
