import {guarded} from './guarded.js';

const nothing = () => undefined;

/**
 * Makes what runs one thing after another: what one of them brings about is run when that one is done.
 *
 * @param done called each time when nothing is left to run
 */
export function takeTurns(done: () => void = nothing): (turn?: () => void) => void {
  const turns: (() => void)[] = [];
  return (turn = nothing) => {
    if (turns.push(turn) > 1) return;
    // those that come meanwhile are among them
    for (const next of turns) guarded(next);
    turns.length = 0;
    done();
  };
}
