import {expect} from '@open-wc/testing';
import {endpointSource} from '../../src/session/credentials-source.js';
import {resolveUrl} from '../../src/values/resolved-url.js';
import {requestCredentials} from '../../src/session/request-credentials.js';
import type {SessionConfig} from '../../src/values/session-config.js';
import {SessionError} from '../../src/values/session-error.js';
import {EMPTY_CONFIG} from '../empty-config.js';
import {errorOf} from './sessions.js';
import {endpoint} from '../endpoints.js';

const UUID = 'a5ff8a0e-7a3b-4ad1-9a8b-111111111111';
const SECRET = 'T1==hunter2';

/** Stands for the second origin, so that its 404 responses are not logged. */
const ELSEWHERE = 'http://elsewhere';

const {signal} = new AbortController();

/** The configuration with the endpoint's response applied. */
async function requested(
  src: string,
  config = EMPTY_CONFIG,
  mode: RequestCredentials = 'same-origin',
): Promise<SessionConfig> {
  return requestCredentials(config, endpointSource(resolveUrl(src, document.baseURI), mode), signal);
}

/** A second origin with the same endpoints. */
async function otherOrigin(): Promise<string> {
  return (await requested(endpoint({token: '{other}'}))).token;
}

describe('Credentials from an endpoint: what the vendor’s sample servers answer', () => {
  for (const [what, answer, apiKey, applicationId] of [
    ['applicationId', {applicationId: UUID}, '', UUID],
    ['apiKey of digits', {apiKey: '123'}, '123', ''],
    ['apiKey as a number', {apiKey: 123}, '123', ''],
    ['apiKey that is an application’s id', {apiKey: UUID, captionsId: 'c'}, UUID, ''],
    ['both', {apiKey: '123', applicationId: UUID}, '', UUID],
    ['an empty apiKey and an applicationId', {apiKey: '', applicationId: UUID}, '', UUID],
    ['apiKey and an empty applicationId', {apiKey: '123', applicationId: ''}, '123', ''],
    ['apiKey and applicationId null', {apiKey: '123', applicationId: null}, '123', ''],
  ] as const) {
    it(`${what}: it replaces the key of the page, of either kind`, async () => {
      const src = endpoint({...answer, sessionId: 's', token: SECRET});
      const expected = {...EMPTY_CONFIG, apiKey, applicationId, sessionId: 's', token: SECRET};
      expect(await requested(src)).to.deep.equal(expected);
      expect(await requested(src, {...EMPTY_CONFIG, apiKey: '9', sessionId: 'x', token: 'x'})).to.deep.equal(expected);
      expect(await requested(src, {...EMPTY_CONFIG, applicationId: 'x', sessionId: 'x', token: 'x'})).to.deep.equal(
        expected,
      );
    });
  }

  it('whatever the response omits is taken from the page', async () => {
    const config = {...EMPTY_CONFIG, apiKey: '123', sessionId: 's', token: 'old'};
    expect(await requested(endpoint({token: SECRET}), config)).to.deep.equal({...config, token: SECRET});
    expect(await requested(endpoint({}), config)).to.deep.equal(config);
  });

  it('a redirect is followed', async () => {
    const there = endpoint({apiKey: '123', sessionId: 'there', token: SECRET});
    expect(await requested(endpoint('', {location: there}))).to.include({sessionId: 'there', token: SECRET});
  });

  it('a new response is requested each time', async () => {
    const src = endpoint({token: '{count}'}, {name: `anew-${crypto.randomUUID()}`});
    expect((await requested(src)).token).to.equal('1');
    expect((await requested(src)).token).to.equal('2');
  });

  it('two sources are equal if their resolved URLs and credentials modes are', () => {
    const idOf = (src: string, mode: RequestCredentials = 'omit') =>
      endpointSource(resolveUrl(src, 'https://example.com/a/b?c'), mode).id;
    for (const same of ['/a/x', 'x', './x#top', 'HTTPS://EXAMPLE.com:443/a/x', '//example.com/b/../a/x']) {
      expect(idOf(same), same).to.equal(idOf('x'));
    }
    const all = [idOf('x'), idOf('x', 'include'), idOf('x?'), idOf('y'), idOf('http://[')];
    expect(new Set(all).size).to.equal(all.length);
  });
});

describe('Credentials from an endpoint that fails', () => {
  const failures: [what: string, src: string, code: string, ...says: string[]][] = [
    ['an HTML page', endpoint('<h1>Hello</h1>', {type: 'text/html'}), 'credentials-invalid', '200', 'JSON'],
    [
      'an HTML page, 404',
      ELSEWHERE + endpoint('<h1>Gone</h1>', {type: 'text/html', status: 404}),
      'credentials-invalid',
      '404',
    ],
    ['{error}, 500', endpoint({error: 'session error'}, {status: 500}), 'credentials-unavailable', '500'],
    ['{message}, 503', endpoint({message: 'try later'}, {status: 503}), 'credentials-unavailable', '503', 'try later'],
    ['{message}, 429', endpoint({message: 'slow down'}, {status: 429}), 'credentials-unavailable', '429', 'slow down'],
    ['{error: ""}, 403', endpoint({error: '', message: 'no room'}, {status: 403}), 'credentials-invalid', 'no room'],
    ['an array', endpoint([]), 'credentials-invalid', 'JSON'],
    ['null', endpoint('null'), 'credentials-invalid', 'JSON'],
    ['nothing', endpoint(''), 'credentials-invalid', 'JSON'],
    ['a token that is an object', endpoint({token: {jwt: SECRET}}), 'credentials-invalid', 'token'],
    ['no connection', 'http://127.0.0.1:9/endpoints/credentials?body=1', 'credentials-unavailable', 'no answer'],
    ['a URL that is none', 'http://[/endpoints/credentials?body=1', 'credentials-invalid', 'src> is not a valid URL'],
    [
      'a password in it',
      `http://me:${SECRET}@127.0.0.1:9/x`,
      'credentials-invalid',
      'src="http://127.0.0.1:9/x"> contains',
    ],
  ];

  for (const [what, src, code, ...says] of failures) {
    it(`${what}: ${code}`, async () => {
      const error = await errorOf(requested(src.replace(ELSEWHERE, await otherOrigin())));
      expect(error.code).to.equal(code);
      for (const said of says) expect(error.message).to.contain(said);
      if (!what.startsWith('a '))
        expect(error.message).to.contain('/endpoints/credentials').and.not.to.contain('body=');
      expect(error.message).not.to.contain('hunter2');
    });
  }

  it('neither the token nor the query of the URL is in the message, even if the server quotes them', async () => {
    const name = 'quoting';
    const body = `{"error": "no route ${name}?{query}, no ${SECRET}", "token": "${SECRET}"}`;
    const {message} = await errorOf(requested(endpoint(body, {name, status: 500, key: 'hunter3'})));
    expect(message).to.contain('500 Internal Server Error.');
    const other = await errorOf(requested(endpoint('{"message": "bad key hunter3"}', {status: 403, key: 'hunter3'})));
    expect(other.message).not.to.contain('hunter3');
  });

  it('an HTML error page is not quoted in the message', async () => {
    const {message} = await errorOf(requested(endpoint({error: 'x'.repeat(5000)}, {status: 500})));
    expect(message.length).to.be.below(500);
  });

  it('has a time limit', async () => {
    const src = resolveUrl(endpoint('', {hang: 1}), document.baseURI);
    const source = {id: '', endpoint: {src, credentials: 'omit', timeLimit: 50}} as const;
    const {code, message} = await errorOf(requestCredentials(EMPTY_CONFIG, source, signal));
    expect(code).to.equal('credentials-unavailable');
    expect(message).to.contain('/endpoints/credentials').and.to.contain('0.05 s');
  });

  it('an aborted attempt stops waiting', async () => {
    const abort = new AbortController();
    const source = endpointSource(resolveUrl(endpoint('', {hang: 1}), document.baseURI), 'omit');
    const attempt = requestCredentials(EMPTY_CONFIG, source, abort.signal);
    const reason = new SessionError('aborted', 'never mind');
    abort.abort(reason);
    expect(await errorOf(attempt)).to.equal(reason);
  });
});

describe('Credentials from an endpoint: cookies', () => {
  before(() => {
    document.cookie = 'ot-test=crumb; path=/endpoints';
  });
  after(() => {
    document.cookie = 'ot-test=; path=/endpoints; max-age=0';
  });

  async function cookies(mode: RequestCredentials, origin = ''): Promise<string> {
    return (await requested(origin + endpoint({token: 'cookies:{cookie}'}), EMPTY_CONFIG, mode)).token;
  }

  it('are sent to the page’s own origin, unless omitted explicitly', async () => {
    expect(await cookies('same-origin')).to.contain('ot-test=crumb');
    expect(await cookies('include')).to.contain('ot-test=crumb');
    expect(await cookies('omit')).not.to.contain('crumb');
  });

  it('are not sent to other origins, unless included explicitly', async () => {
    const other = await otherOrigin();
    expect(await cookies('same-origin', other)).to.equal('cookies:');
    expect(await cookies('omit', other)).to.equal('cookies:');
    // another port of the same site is another origin
    expect(await cookies('include', other)).to.contain('ot-test=crumb');
  });
});
