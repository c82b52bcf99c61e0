/** The maximum length of a message, in characters. */
export const LARGEST = 65_536;

/** Receives the messages of a stream. */
export interface StreamReader {
  /** Receives a message's data. Not called for events of another type, nor for messages without data. */
  message(data: string): void;
  /** Receives the reconnection time, in milliseconds. */
  retry(time: number): void;
}

/**
 * Parses a stream of server-sent events.
 *
 * @returns a function to be called with each chunk of the stream's text; throws an Error if a message is too long
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function eventStream(reader: StreamReader): (chunk: string) => void {
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

  return (chunk) => {
    if (chunk === '') return;
    // the second half of a CRLF
    const text = endedInReturn && chunk.startsWith('\n') ? chunk.slice(1) : chunk;
    endedInReturn = chunk.endsWith('\r');
    const lines = (rest + text).split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    lines.forEach(take);
    if (rest.length + data.length > LARGEST) throw new Error(`a message of more than ${LARGEST} characters`);
  };
}
