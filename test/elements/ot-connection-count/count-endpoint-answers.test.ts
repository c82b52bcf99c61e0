import {expect} from '@open-wc/testing';
import {endpoint} from '../../endpoints.js';
import {follow, untilReceived, name, received, useFollowedEndpoint, wait, warned} from './followed-endpoint.js';
import {logged} from '../../fakes/console.js';

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
    ['a response that does not end', '{query}'.repeat(150), {}, 'an answer of more than 65536 characters'],
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
