/** Makes what runs one thing after another: what one of them brings about is run when that one is done. None may throw. */
export function takeTurns(): (turn: () => void) => void {
  const turns: (() => void)[] = [];
  return (turn) => {
    if (turns.push(turn) > 1) return;
    // those that come meanwhile are among them
    for (const next of turns) next();
    turns.length = 0;
  };
}
