/**
 * Takes a stream of server-sent events apart: gives a function to be called with each piece of its text.
 *
 * @param heard called with the data of each message; events with another name are none of ours
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function eventStream(heard: (data: string) => void): (piece: string) => void {
  let rest = '';
  let endedInReturn = false;
  let data: string[] = [];
  let type = '';

  function take(line: string): void {
    if (line === '') {
      if (data.length > 0 && (type === '' || type === 'message')) heard(data.join('\n'));
      data = [];
      type = '';
      return;
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'data') data.push(value);
    else if (field === 'event') type = value;
  }

  return (piece) => {
    if (piece === '') return;
    // the second half of a line's end
    const text = endedInReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
    endedInReturn = piece.endsWith('\r');
    const lines = (rest + text).split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    lines.forEach(take);
  };
}
