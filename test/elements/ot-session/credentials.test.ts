import {expect, fixture, fixtureCleanup, html, oneEvent} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import type {GetCredentials} from '../../../src/session/credentials-source.js';
import type {SessionErrorEvent} from '../../../src/session/session-events.js';
import {logged} from '../../fakes/console.js';
import {rejection} from '../../rejection.js';
import {settled, until} from '../../wait.js';
import {endpoint} from '../../endpoints.js';
import {page, useOpenTokPage} from '../../fakes/opentok/opentok-page.js';
import {joined} from './joined.js';

const UUID = 'a5ff8a0e-7a3b-4ad1-9a8b-111111111111';
const SECRET = 'T1==hunter2';
const {random} = Math;
const {fetch} = globalThis;

/** The name of the endpoint of the current test: endpoints count their requests, for all browsers. */
let name: string;

// before the hook of the page, which ends its sessions
afterEach(async () => {
  globalThis.fetch = fetch;
  Math.random = random;
  fixtureCleanup();
  await until(() => page.connectionsOfPage === 0, 'all connections have ended');
  expect(logged.join()).not.to.contain('hunter2');
});
useOpenTokPage();

beforeEach(() => {
  name = `element-${crypto.randomUUID()}`;
  Math.random = () => 0;
});

/** The times of all requests, from here on. */
function requests(): number[] {
  const times: number[] = [];
  globalThis.fetch = (...args) => (times.push(performance.now()), fetch(...args));
  return times;
}

function refuse(times = 1): void {
  for (let time = 0; time < times; time++) {
    page.platform.refusals.push({
      name: 'OT_AUTHENTICATION_ERROR',
      code: 1004,
      message: 'token has expired: {token} (1004)',
    });
  }
}

/** The error of an element that fails to join. */
async function failed(template: ReturnType<typeof html>): Promise<SessionErrorEvent['error'] & {count: number}> {
  const element = await fixture<OTSessionElement>(template);
  const error = element.error ?? (await oneEvent(element, 'error'), element.error!);
  await settled();
  expect(element.matches(':state(error)')).to.equal(true);
  expect(element.connectionCount).to.be.NaN;
  return Object.assign(error, {count: logged.length});
}

describe('ot-session src', () => {
  it('is the only attribute that is needed', async () => {
    const src = endpoint({applicationId: UUID, sessionId: 'room', token: 'data=me'}, {name});
    const element = await joined(html`<ot-session src=${src}></ot-session>`);
    expect(page.platform.inits).to.deep.equal([{key: UUID, sessionId: 'room', options: undefined}]);
    expect(element.connection!.data).to.equal('me');
    expect(element.connectionCount).to.equal(1);
    expect(element.getAttributeNames()).to.deep.equal(['src']);
  });

  it('takes precedence over the attributes for key, session id and token', async () => {
    const src = endpoint({apiKey: UUID, sessionId: 'room', token: 'data=fresh'}, {name});
    await joined(html`<ot-session api-key="9" session-id="old" token="data=old" src=${src}></ot-session>`);
    expect(page.platform.inits).to.deep.equal([{key: UUID, sessionId: 'room', options: undefined}]);
    expect(page.theirs.tokens).to.deep.equal(['data=fresh']);
  });

  it('may leave settings to the attributes', async () => {
    const src = endpoint({token: 'data=fresh'}, {name});
    await joined(html`<ot-session api-key="9" session-id="room" token="data=old" src=${src}></ot-session>`);
    expect(page.platform.inits[0]).to.include({key: '9', sessionId: 'room'});
    expect(page.theirs.tokens).to.deep.equal(['data=fresh']);
  });

  it('is fetched on each attempt, so that a reconnection has a fresh token', async () => {
    const src = endpoint('{"apiKey": 9, "sessionId": "room", "token": "data={count}"}', {name});
    const element = await joined(html`<ot-session src=${src}></ot-session>`);
    const again = oneEvent(element, 'sessionConnected');
    page.theirs.end('serverRotation');
    await again;
    await settled();
    await element.disconnect();
    await element.connect();
    expect(page.theirs.tokens).to.deep.equal(['data=1', 'data=2', 'data=3']);
    expect(element.connectionCount).to.equal(1);
  });

  it('is fetched once more when the token has expired, without an error', async () => {
    refuse();
    const src = endpoint('{"apiKey": 9, "sessionId": "room", "token": "data={count}"}', {name});
    const element = await joined(html`<ot-session src=${src}></ot-session>`);
    expect(page.theirs.tokens).to.deep.equal(['data=1', 'data=2']);
    expect(element.error).to.equal(null);
    expect(logged).to.deep.equal([]);
  });

  it('is not fetched a third time', async () => {
    refuse(5);
    const src = endpoint(`{"apiKey": 9, "sessionId": "room", "token": "${SECRET}{count}"}`, {name});
    const error = await failed(html`<ot-session src=${src}></ot-session>`);
    expect(error.code).to.equal('authentication-failed');
    expect(error.message + JSON.stringify(error)).not.to.contain('hunter2');
    expect(page.theirs.tokens).to.deep.equal([`${SECRET}1`, `${SECRET}2`]);
    expect(error.count).to.equal(1);
  });

  it('that responds with a page is an error with its URL and the status', async () => {
    const src = endpoint(`<h1>${SECRET}</h1>`, {name, type: 'text/html', key: 'hunter2'});
    const {code, message} = await failed(html`<ot-session src=${src}></ot-session>`);
    expect(code).to.equal('credentials-invalid');
    expect(message).to.contain(`/endpoints/${name}"`).and.to.contain('200');
    expect(page.platform.inits).to.deep.equal([]);
  });

  it('that responds with credentials as text is rejected: anyone may upload such a file to a site', async () => {
    for (const type of ['text/plain', 'text/html', 'application/jsonx', 'image/json']) {
      const src = endpoint({sessionId: 'theirs', token: SECRET}, {name, type, key: 'hunter2'});
      const {code, message} = await failed(html`<ot-session src=${src}></ot-session>`);
      expect(code, type).to.equal('credentials-invalid');
      expect(message).to.contain(type).and.not.to.contain(SECRET);
    }
    expect(page.platform.inits).to.deep.equal([]);
  });

  it('that responds with a JSON subtype is accepted', async () => {
    const src = endpoint({sessionId: 'room', token: SECRET}, {name, type: 'application/vnd.api+json; charset=utf-8'});
    await joined(html`<ot-session api-key="9" src=${src}></ot-session>`);
  });

  it('that fails temporarily is fetched again later', async () => {
    const src = endpoint({error: 'session error'}, {name, status: 500});
    const element = await fixture<OTSessionElement>(html`<ot-session src=${src}></ot-session>`);
    await oneEvent(element, 'error');
    await oneEvent(element, 'error');
    expect(element.error).to.include({code: 'credentials-unavailable'});
    expect(element.error!.message).to.contain('500').and.to.contain('session error');
    expect(element.state).to.equal('connecting');
    await element.disconnect();
  });

  for (const status of [429, 503]) {
    it(`that asks to wait, with ${status}, receives no request from the whole page, whatever events or calls occur`, async () => {
      const times = requests();
      const src = endpoint({error: 'slow down'}, {name, status, 'retry-after': 60});
      const element = await fixture<OTSessionElement>(html`<ot-session src=${src}></ot-session>`);
      await oneEvent(element, 'error');
      expect(element.error!.retryAfter).to.be.within(59_000, 60_000);
      expect(element.state).to.equal('connecting');
      dispatchEvent(new Event('online'));
      document.dispatchEvent(new Event('visibilitychange'));
      await settled();
      expect((await rejection(element.connect())).code).to.equal('credentials-unavailable');
      // like a framework that re-renders it
      const twin = element.cloneNode() as OTSessionElement;
      element.replaceWith(twin);
      await until(() => twin.error, 'an error');
      expect(twin.error!.message).to.match(/ 60 s longer \(Retry-After\)\.$/);
      expect(times.length).to.equal(1);
    });
  }

  it('that asks to wait is fetched again after that time', async () => {
    const times = requests();
    const src = endpoint({}, {name, status: 503, 'retry-after': 1});
    const element = await fixture<OTSessionElement>(html`<ot-session src=${src}></ot-session>`);
    await until(() => times.length === 2, 'two requests');
    expect(times[1]! - times[0]!).to.be.above(1000);
    await element.disconnect();
  });

  it('that is not a valid URL is an error', async () => {
    const {code, message} = await failed(html`<ot-session src="http://[?key=hunter2"></ot-session>`);
    expect(code).to.equal('credentials-invalid');
    expect(message).to.equal('<ot-session src> is not a valid URL.');
  });

  it('that never responds times out with the attempt', async () => {
    const src = endpoint('', {name, hang: 1});
    const element = await fixture<OTSessionElement>(
      html`<ot-session src=${src} connect-on="manual" reconnect="never"></ot-session>`,
    );
    Object.assign(element.session!, {connectTimeout: 50});
    let code: unknown;
    await element.connect().catch((error: unknown) => ({code} = error as {code: unknown}));
    expect(code).to.equal('timed-out');
    expect(element.state).to.equal('disconnected');
  });

  it('is fetched with connect-on="manual" only on connect()', async () => {
    const src = endpoint('{"apiKey": 9, "sessionId": "room", "token": "data={count}"}', {name});
    const element = await fixture<OTSessionElement>(html`<ot-session src=${src} connect-on="manual"></ot-session>`);
    await settled();
    await element.connect();
    expect(page.theirs.tokens).to.deep.equal(['data=1']);
  });

  it('shared by two elements is one session', async () => {
    const src = endpoint('{"apiKey": 9, "sessionId": "room", "token": "data={count}"}', {name});
    const parent = await fixture(
      html`<div><ot-session src=${src}></ot-session><ot-session src=${src}></ot-session></div>`,
    );
    const elements = [...parent.querySelectorAll<OTSessionElement>('ot-session')];
    for (const element of elements) if (element.state !== 'connected') await oneEvent(element, 'sessionConnected');
    await settled();
    expect(elements.map(({connectionCount}) => connectionCount)).to.deep.equal([1, 1]);
    expect(page.theirs.tokens).to.have.lengthOf(1);
    elements[0]!.remove();
    await settled();
    expect(elements[1]!.connectionCount).to.equal(1);
  });

  it('is sent cookies according to credentials="…"', async () => {
    document.cookie = 'ot-test=crumb; path=/endpoints';
    const src = endpoint('{"apiKey": 9, "sessionId": "room", "token": "data={cookie}"}', {name});
    await joined(html`<ot-session src=${src} credentials="omit"></ot-session>`);
    expect(page.theirs.tokens).to.deep.equal(['data=']);
    fixtureCleanup();
    await settled();
    await joined(html`<ot-session src=${src}></ot-session>`);
    expect(page.theirs.tokens[1]).to.contain('ot-test=crumb');
    document.cookie = 'ot-test=; path=/endpoints; max-age=0';
  });
});

describe('ot-session getCredentials', () => {
  const src = '/endpoints/never?status=500';
  const markup = (getCredentials: GetCredentials) =>
    html`<ot-session src=${src} .getCredentials=${getCredentials}></ot-session>`;

  it('takes precedence over src, and is called on each attempt', async () => {
    let asked = 0;
    const element = await joined(markup(() => ({apiKey: '9', sessionId: 'room', token: `data=${++asked}`})));
    await element.disconnect();
    await element.connect();
    expect(page.theirs.tokens).to.deep.equal(['data=1', 'data=2']);
  });

  it('that rejects is an error, whose message does not quote the rejection', async () => {
    const error = await failed(
      html`<ot-session
        reconnect="never"
        .getCredentials=${() => Promise.reject(new Error(`no ${SECRET}`))}
      ></ot-session>`,
    );
    expect(error.code).to.equal('credentials-unavailable');
  });

  it('that returns nothing is an error', async () => {
    const {code, message} = await failed(markup((() => undefined) as unknown as GetCredentials));
    expect(code).to.equal('credentials-invalid');
    expect(message).to.contain('getCredentials()');
  });

  it('shared by two elements is one session; a different function is a conflict', async () => {
    const get = () => ({apiKey: '9', sessionId: 'room', token: 'data=me'});
    const first = await joined(markup(get));
    const second = await joined(markup(get));
    expect([first.connectionCount, second.connectionCount]).to.deep.equal([1, 1]);
    expect(page.theirs.tokens).to.have.lengthOf(1);
    expect((await failed(markup(() => get()))).code).to.equal('session-in-use');
  });
});
