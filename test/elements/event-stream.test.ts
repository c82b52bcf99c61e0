import {expect} from '@open-wc/testing';
import {eventStream} from '../../src/elements/event-stream.js';

/** What is heard of a stream, whole and in pieces of one character each. */
function heard(stream: string): string[] {
  const [whole, pieces]: [string[], string[]] = [[], []];
  eventStream((data) => whole.push(data))(stream);
  const take = eventStream((data) => pieces.push(data));
  for (const character of stream) take(character);
  expect(pieces).to.deep.equal(whole);
  return whole;
}

describe('eventStream', () => {
  it('gives the data of each message, whatever its lines end with', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      expect(heard(['data: 1', '', 'data:2', '', ''].join(end)), JSON.stringify(end)).to.deep.equal(['1', '2']);
    }
  });

  it('several lines of data are one message, less one space each', () => {
    expect(heard('data: {"count":\ndata:  12}\n\n')).to.deep.equal(['{"count":\n 12}']);
  });

  it('comments, other fields and messages without data, or with empty data, are nothing', () => {
    expect(heard(': here\nid: 1\nretry: 10\ndata\n\nevent: message\ndata: 3\n\n\n:\n\n')).to.deep.equal(['3']);
    expect(heard('data:\n\ndata: \ndata\n\ndata:4\ndata\n\n')).to.deep.equal(['4']);
  });

  it('events of another name are not ours, and the next message is', () => {
    expect(heard('event: ping\ndata: {"at":1}\n\ndata: 4\n\n')).to.deep.equal(['4']);
  });

  it('pitfall 23: a line or a message without end is not kept', () => {
    const piece = 'x'.repeat(60_000);
    for (const more of [piece, `${piece}\ndata:${piece}\n`]) {
      const take = eventStream(() => undefined);
      take(`data:${piece}\n\n`);
      take(`data:${piece}`);
      expect(() => {
        take(more);
      }).to.throw('more than 65536 characters');
    }
  });

  it('what is not finished was not said', () => {
    expect(heard('data: 5\n\ndata: 6\n')).to.deep.equal(['5']);
  });
});
