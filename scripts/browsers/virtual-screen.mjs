import {once} from 'node:events';
import {spawnHelper} from '../system/helper-process.mjs';

/**
 * Starts Xvfb, which chooses a free display number, so that concurrent runs do not collide.
 *
 * @returns the value for `DISPLAY`, and the process
 */
export async function startVirtualScreen() {
  const args = ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp', '-terminate'];
  const screen = spawnHelper('Xvfb', args, {stdio: ['ignore', 'ignore', 'ignore', 'pipe']});
  const [number] = await Promise.race([
    once(screen.stdio[3], 'data'),
    once(screen, 'exit').then(([code]) => Promise.reject(new Error(`Xvfb exited with code ${code}.`))),
  ]);
  return {display: `:${String(number).trim()}`, screen};
}
