import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';

/** Spawns a process that ends when this one does, on Linux even if this one is killed. */
export function spawnHelper(command, args, options) {
  const helper = existsSync('/usr/bin/setpriv')
    ? spawn('/usr/bin/setpriv', ['--pdeathsig', 'TERM', command, ...args], options)
    : spawn(command, args, options);
  const kill = () => helper.kill();
  process.once('exit', kill);
  helper.once('exit', () => process.off('exit', kill));
  return helper;
}

/** Sends the signal to a helper, and kills it if it has not ended after the timeout in milliseconds. */
export async function endHelper(helper, signal = 'SIGTERM', timeout = 2000) {
  const hasEnded = () => helper.exitCode !== null || helper.signalCode !== null || helper.pid === undefined;
  if (hasEnded()) return;
  const ended = once(helper, 'exit');
  helper.kill(signal);
  await Promise.race([ended, sleep(timeout, undefined, {ref: false})]);
  if (hasEnded()) return;
  helper.kill('SIGKILL');
  await ended;
}
