import {expect} from '@open-wc/testing';
import {type StreamReader, eventStream} from '../../../src/elements/ot-connection-count/event-stream.js';
import {endpoint} from '../../endpoints.js';
import {
  follow,
  untilReceived,
  name,
  received,
  useFollowedEndpoint,
  wait,
  warned,
  leastGap,
  streaming,
} from './followed-endpoint.js';
import {logged} from '../../fakes/console.js';
import {setVisibility} from '../../fakes/fake-document.js';

useFollowedEndpoint();

describe('CountEndpoint: valid responses', () => {
  for (const [what, body, expected] of [
    ['count', {count: 12}, '12'],
    ['connectionCount', {connectionCount: 3, error: null}, '3'],
    ['participants', {participants: 0}, '0'],
    ['a bare number', '7', '7'],
    ['a number as a string, as from a database', {count: '15000'}, '15000'],
    ['count before the others', {participants: 2, connectionCount: 4, count: 1}, '1'],
  ] as const) {
    it(what, async () => {
      follow(body);
      expect((await untilReceived(1))[0]).to.equal(expected);
      expect(logged).to.deep.equal([]);
    });
  }

  it('pitfall 23: a redirect is followed', async () => {
    follow('', {location: endpoint({count: 5}, {name})});
    expect((await untilReceived(1))[0]).to.equal('5');
  });

  it('JSON of another content type', async () => {
    follow({count: 6}, {type: 'text/plain'});
    expect((await untilReceived(1))[0]).to.equal('6');
  });

  it('server-sent events, with the same JSON or a bare number', async () => {
    follow('data: {"count": 1}\n\nevent: ping\ndata: x\n\n: hello\n\ndata:\n\ndata: 2\n\n', {
      type: 'text/event-stream; charset=utf-8',
    });
    expect((await untilReceived(2)).slice(0, 2)).to.deep.equal(['1', '2']);
    expect(logged).to.deep.equal([]);
  });
});

describe('CountEndpoint: invalid responses', () => {
  for (const [what, body, how, expected] of [
    ['pitfall 23: an HTML page', '<h1>hunter2</h1>', {type: 'text/html'}, '200 OK, and no JSON (text/html)'],
    ['pitfall 23: {error}', {error: 'no such room'}, {status: 410}, '410 Gone: no such room'],
    ['pitfall 23: {message}', {message: 'broken'}, {status: 500}, '500 Internal Server Error: broken'],
    ['pitfall 23: {error}, and 200', {error: 'closed'}, {}, 'without a count: closed'],
    [
      'an error that quotes the query',
      {error: 'bad key hunter2'},
      {key: 'hunter2', status: 403},
      '403 Forbidden. It must',
    ],
    ['a list', [1, 2], {}, 'without a count'],
    ['null', 'null', {}, 'not a whole number'],
    ['a negative number', {count: -1}, {}, 'not a whole number'],
    ['a fraction', {count: 1.5}, {}, 'not a whole number'],
    ['a string that is not a number', {count: 'many'}, {}, 'not a whole number'],
    ['a list of names for a number', {participants: ['Ann']}, {}, 'not a whole number'],
    ['a stream of something else', 'data: hello\n\n', {type: 'text/event-stream'}, 'no JSON'],
    ['a response that does not end', '{query}'.repeat(150), {}, 'a response of more than 65536 characters'],
  ] as const) {
    it(`${what}: one warning that says what to do, and an unknown number`, async () => {
      follow(body, {token: 'hunter2', ...how});
      const text = await warned();
      expect(text).to.contain(`/endpoints/${name}">: `).and.to.contain('<ot-connection-count src="');
      expect(text.replace(/ (OK|Gone|Internal Server Error|Forbidden|No Content)/g, '')).to.contain(
        expected.replace(/ (OK|Gone|Internal Server Error|Forbidden|No Content)/g, ''),
      );
      expect(text).to.contain('It must respond with {"count": 12}');
      expect(received).to.deep.equal([NaN].map(String));
      await wait(150);
      expect(logged.length, 'warnings').to.equal(1);
    });
  }

  it('pitfall 23: a redirect to a page, whose URL is in the warning', async () => {
    follow('', {location: endpoint('<h1>Log in</h1>', {name: 'login', type: 'text/html'})});
    expect(await warned()).to.match(/200.* after a redirect to http.*\/endpoints\/login, and no JSON/);
  });

  it('an unreachable endpoint', async () => {
    follow('', {}, {from: 'http://127.0.0.1:9'});
    expect(await warned()).to.contain('no answer (offline, or blocked by CSP or CORS)');
  });
});

describe('CountEndpoint: streams', () => {
  it('pitfall 23: a stream that breaks off after a number has ended: no warning, and no request storm', async () => {
    const times = streaming('5');
    follow('', {}, {refresh: 60});
    await wait(500);
    expect(logged).to.deep.equal([]);
    expect(new Set(received)).to.deep.equal(new Set(['5']));
    expect(times.length).to.be.within(2, 13);
    expect(leastGap(times)).to.be.above(25);
  });

  it('pitfall 23: a stream that breaks off before a number is a failure', async () => {
    streaming();
    follow('');
    expect(await warned()).to.contain('no answer');
  });

  it('pitfall 23: a stream that ends without a number is a failure', async () => {
    follow(':\n\n', {type: 'text/event-stream'});
    expect(await warned()).to.contain('ends without a number');
  });

  it('pitfall 23: a stream that always fails after a number is one failure, and is requested less and less often', async () => {
    const times = streaming('5', 'oops');
    follow('', {}, {refresh: 40, maxDelay: 10_000});
    await wait(900);
    expect(logged.length, 'warnings').to.equal(1);
    expect(received.slice(0, 4)).to.deep.equal(['5', '5 stale', '5', '5 stale']);
    expect(times.length).to.be.within(3, 7);
    expect(leastGap(times)).to.be.above(15);
  });

  for (const [what, ...messages] of [
    ['the server', '5', '6\nretry: 60000', '7'],
    ['the page, as it was hidden', '5', '6\nretry: 60000', '7', 'open'],
  ]) {
    it(`retry: in a stream is the minimum delay before it is reopened, if it was closed by ${what}`, async () => {
      const times = streaming(...messages);
      follow('', {}, {refresh: 20});
      await untilReceived(3);
      await wait(50);
      dispatchEvent(new Event('online'));
      setVisibility('hidden');
      setVisibility('visible');
      await wait(200);
      expect(times.length).to.equal(1);
      expect(logged).to.deep.equal([]);
    });
  }
});

describe('eventStream', () => {
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
