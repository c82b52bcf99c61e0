import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {stripVTControlCharacters} from 'node:util';
import {Tally} from './tally.mjs';

/** Runs @web/test-runner in these browsers with these arguments. */
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
  // it moves the cursor even where there is none
  runner.stdout?.setEncoding('utf8').on('data', (text) => process.stdout.write(stripVTControlCharacters(text)));
  const [code] = await once(runner, 'close');
  process.off('exit', stop);

  const tally = new Tally(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});
  rmSync(dir, {recursive: true});
  // ended before its time, failed for a reason that is no test's, or had nothing to do, which it does not mind
  if (!tally.failed && (code !== 0 || !tally.passed)) tally.failed = 1;
  return tally;
}
