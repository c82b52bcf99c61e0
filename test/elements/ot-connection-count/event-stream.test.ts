import {expect} from '@open-wc/testing';
import {type StreamReader, eventStream} from '../../../src/elements/ot-connection-count/event-stream.js';

/** Records messages, and each `retry:` as one that begins with that word. */
function readerTo(log: string[]): StreamReader {
  return {
    message: (data) => log.push(data),
    retry: (time) => log.push(`retry ${time}`),
  };
}

/** The messages of a stream, parsed as a whole and character by character. */
function messagesOf(stream: string): string[] {
  const [whole, pieces]: [string[], string[]] = [[], []];
  eventStream(readerTo(whole))(stream);
  const take = eventStream(readerTo(pieces));
  for (const character of stream) take(character);
  expect(pieces).to.deep.equal(whole);
  return whole;
}

describe('eventStream', () => {
  it('emits the data of each message, whatever its line endings', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      expect(messagesOf(['data: 1', '', 'data:2', '', ''].join(end)), JSON.stringify(end)).to.deep.equal(['1', '2']);
    }
  });

  it('joins several lines of data, without one leading space each', () => {
    expect(messagesOf('data: {"count":\ndata:  12}\n\n')).to.deep.equal(['{"count":\n 12}']);
  });

  it('ignores comments, other fields, and messages without data, or with empty data', () => {
    expect(messagesOf(': here\nid: 1\nretries: 10\ndata\n\nevent: message\ndata: 3\n\n\n:\n\n')).to.deep.equal(['3']);
    expect(messagesOf('data:\n\ndata: \ndata\n\ndata:4\ndata\n\n')).to.deep.equal(['4']);
  });

  it('ignores events of another name, and emits the next message', () => {
    expect(messagesOf('event: ping\ndata: {"at":1}\n\ndata: 4\n\n')).to.deep.equal(['4']);
  });

  it('pitfall 23: does not buffer an endless line or message', () => {
    const piece = 'x'.repeat(60_000);
    for (const more of [piece, `${piece}\ndata:${piece}\n`]) {
      const take = eventStream(readerTo([]));
      take(`data:${piece}\n\n`);
      take(`data:${piece}`);
      expect(() => {
        take(more);
      }).to.throw('more than 65536 characters');
    }
  });

  it('reads the reconnection time as a number of milliseconds', () => {
    expect(messagesOf('retry: 3000\n\nretry:0\n')).to.deep.equal(['retry 3000', 'retry 0']);
    // only digits are valid, and neither line ends a message
    expect(messagesOf('retry: -1\nretry: 1.5\nretry: 3s\nretry\nretry:\ndata: 1\nretry: 7\n\n')).to.deep.equal([
      'retry 7',
      '1',
    ]);
  });

  it('ignores an unfinished message', () => {
    expect(messagesOf('data: 5\n\ndata: 6\n')).to.deep.equal(['5']);
  });
});
