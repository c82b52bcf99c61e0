import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {initSession} from '../../../src/session/init-session.js';
import {Session} from '../../../src/session/session.js';
import {settled, until} from '../../wait.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {joined, states} from './joined.js';

useFakePlatform();

describe('ot-session: a session of the page’s own', () => {
  it('is reported, but never connected or disconnected by the element', async () => {
    const session = initSession('', 'room', {engine: 'fake'});
    const element = await fixture<OTSessionElement>(html`<ot-session connect-on="manual"></ot-session>`);
    element.session = session;
    await settled();
    expect(platform.attempts.length).to.equal(0);
    const log: string[] = [];
    element.addEventListener('connectionCreated', (event) => log.push(event.detail.connection.connectionId));
    await session.connect();
    expect(log).to.deep.equal(['fake-1']);
    expect(element.connectionCount).to.equal(1);
    expect(states(element)).to.deep.equal(['connected']);
    element.remove();
    await settled();
    expect(session.state).to.equal('connected');
    platform.join('a');
    expect(log).to.deep.equal(['fake-1']);
    await session.disconnect();
  });

  it('may already be connected, and the page’s off() does not remove our listeners', async () => {
    const session = initSession('', 'room', {engine: 'fake'});
    await session.connect();
    const element = await fixture<OTSessionElement>(html`<ot-session connect-on="manual"></ot-session>`);
    const counts: number[] = [];
    element.addEventListener('connectioncountchange', () => counts.push(element.connectionCount));
    element.session = session;
    session.off();
    platform.join('a');
    expect(counts).to.deep.equal([1, 2]);
    element.session = null;
    platform.join('b');
    expect(counts).to.deep.equal([1, 2, NaN]);
    expect(element.session).to.equal(null);
    expect(session.connectionCount).to.equal(3);
    await session.disconnect();
  });

  it('may be set before the element is upgraded, and takes precedence over the attributes', async () => {
    const session = initSession('', 'room', {engine: 'fake'});
    const element = document.createElement('ot-session-given') as OTSessionElement;
    Object.assign(element, {session});
    element.setAttribute('engine', 'fake');
    element.setAttribute('session-id', 'other');
    document.body.append(element);
    class Given extends OTSessionElement {}
    Given.define('ot-session-given');
    await settled();
    expect(platform.attempts.length).to.equal(0);
    expect(element.session).to.equal(session);
    element.session = undefined;
    await settled();
    expect(platform.attempts.map(({config}) => config.sessionId)).to.deep.equal(['other']);
    element.remove();
    await settled();
  });
});

describe('settings that script makes on the session of an element persist', () => {
  async function joinedByAttributes(): Promise<{element: OTSessionElement; session: Session}> {
    const element = await joined(
      html`<ot-session engine="fake" session-id="room" token="data=attribute"></ot-session>`,
    );
    return {element, session: element.session as Session};
  }

  for (const [name, value] of [
    ['reconnect', 'never'],
    ['token', 'data=script'],
    ['options', {encryptionSecret: 'x'}],
    ['credentials', {id: 'mine', get: () => ({})}],
    ['connectTimeout', 5_000],
  ] as const) {
    it(`${name}, whatever is read or set on the element afterwards`, async () => {
      const {element, session} = await joinedByAttributes();
      Object.assign(session, {[name]: value});
      expect(element.session).to.equal(session);
      expect(session[name]).to.equal(value);
      element.lowercaseEvents = true;
      element.connectOn = 'manual';
      await element.updateComplete;
      expect(element.session).to.equal(session);
      expect(session[name]).to.equal(value);
    });
  }

  it('a changed attribute overrides what script set', async () => {
    const {element, session} = await joinedByAttributes();
    session.reconnect = 'never';
    session.token = 'data=script';
    element.setAttribute('token', 'data=newer');
    await element.updateComplete;
    expect([session.reconnect, session.token]).to.deep.equal(['never', 'data=newer']);
  });

  it('the token of connect() is used to reconnect', async () => {
    const {element, session} = await joinedByAttributes();
    await session.disconnect();
    await session.connect('data=secret');
    expect(element.session).to.equal(session);
    Math.random = () => 0;
    platform.disconnect('networkDisconnected');
    await until(() => session.state === 'connected', 'it joins again');
    expect(session.connection!.data).to.equal('secret');
  });

  it('reading the session changes nothing, and dispatches nothing', async () => {
    const {element, session} = await joinedByAttributes();
    let events = 0;
    for (const type of ['sessionDisconnected', 'connectioncountchange']) element.addEventListener(type, () => events++);
    element.sessionId = 'other';
    expect(element.session).to.equal(session);
    expect([events, session.state]).to.deep.equal([0, 'connected']);
    await element.updateComplete;
    expect((element.session as Session).sessionId).to.equal('other');
  });
});
