import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {stripVTControlCharacters} from 'node:util';
import {Tally} from './tally.mjs';

/** Runs @web/test-runner in these browsers. */
export async function runBrowserTests(browsers, args) {
  const dir = mkdtempSync(join(tmpdir(), 'tally-'));
  const file = join(dir, 'tally.json');
  const {isTTY} = process.stdout;
  const runner = spawn(process.execPath, ['node_modules/@web/test-runner/dist/bin.js', ...args], {
    env: {...process.env, BROWSERS: browsers.join(','), TALLY: file},
    stdio: ['inherit', isTTY ? 'inherit' : 'pipe', 'inherit'],
  });
  const stop = () => runner.kill();
  process.once('exit', stop);
  // the runner outputs control sequences even if the output is not a terminal
  runner.stdout?.setEncoding('utf8').on('data', (text) => process.stdout.write(stripVTControlCharacters(text)));
  const [code] = await once(runner, 'close');
  process.off('exit', stop);

  const tally = new Tally(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});
  rmSync(dir, {recursive: true});
  // the runner crashed, failed outside of any test, or ran no test, which it does not treat as a failure
  if (!tally.failed && (code !== 0 || !tally.passed)) tally.failed = 1;
  return tally;
}
