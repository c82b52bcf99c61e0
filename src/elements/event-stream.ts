/** No message, nor a line of one, is longer than this, in characters, or an endless one would fill the memory. */
export const LARGEST = 65_536;

/**
 * Takes a stream of server-sent events apart: gives a function to be called with each piece of its text.
 *
 * @param heard called with the data of each message; events with another name are none of ours, nor is one without data,
 *   which is there to keep a connection alive
 * @returns that function, which throws at a message that is too long
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function eventStream(heard: (data: string) => void): (piece: string) => void {
  let rest = '';
  let endedInReturn = false;
  let data = '';
  let type = '';

  function take(line: string): void {
    if (line === '') {
      if (data && (type === '' || type === 'message')) heard(data.slice(1));
      data = '';
      type = '';
      return;
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'data') data += value && `\n${value}`;
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
    if (rest.length + data.length > LARGEST) throw new Error(`a message of more than ${LARGEST} characters`);
  };
}
