/** No message, nor a line of one, is longer than this, in characters, or an endless one would fill the memory. */
export const LARGEST = 65_536;

/** Receives what a stream contains. */
export interface StreamReader {
  /** The data of a message. Not called for events with a name, nor for one without data, which keeps a connection alive. */
  message(data: string): void;
  /** How long to wait before the stream is opened again, in milliseconds. */
  retry(time: number): void;
}

/**
 * Takes a stream of server-sent events apart: gives a function to be called with each piece of its text.
 *
 * @returns that function, which throws at a message that is too long
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function eventStream(reader: StreamReader): (piece: string) => void {
  let rest = '';
  let endedInReturn = false;
  let data = '';
  let type = '';

  function take(line: string): void {
    if (line === '') {
      if (data && (type === '' || type === 'message')) reader.message(data.slice(1));
      data = '';
      type = '';
      return;
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'data') data += value && `\n${value}`;
    else if (field === 'event') type = value;
    else if (field === 'retry' && /^\d+$/.test(value)) reader.retry(Number(value));
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
