import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {registerEngine} from '../../../src/engines/engine-registry.js';
import {Connection} from '../../../src/values/connection.js';
import {settled, until} from '../../wait.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {logged} from '../../fakes/console.js';
import {joined, states} from './joined.js';
import {EVENT_TYPES} from '../../events.js';
import type {FakeAttempt} from '../../fakes/fake-platform.js';

useFakePlatform();

/** Makes every call of an observer, as an engine that ignores its signal. */
function sayEverything({observer}: FakeAttempt): void {
  const [own, other] = [new Connection('late', 1, ''), new Connection('later', 2, '')];
  observer.connected(own, [own]);
  observer.connectionCreated(other);
  observer.counted(7);
  observer.reconnecting();
  observer.reconnected();
  observer.connectionDestroyed(own, 'clientDisconnected');
  observer.disconnected('networkDisconnected');
}

describe('ot-session: attributes', () => {
  it('joins when it is inserted, and leaves when it is removed', async () => {
    const element = await joined();
    expect(platform.attempts[0]!.config).to.include({
      engine: 'fake',
      apiKey: '',
      applicationId: '',
      sessionId: 'room',
      token: 'role=moderator',
    });
    expect(states(element)).to.deep.equal(['connected']);
    element.remove();
    await until(() => platform.running === 0, 'the connection has ended');
    expect(states(element)).to.deep.equal([]);
  });

  it('joins again when it is inserted again, with the right count', async () => {
    const element = await joined();
    const parent = element.parentElement!;
    element.remove();
    await until(() => platform.running === 0, 'it leaves');
    parent.append(element);
    await settled();
    expect(element.connectionCount).to.equal(1);
    expect(platform.attempts.length).to.equal(2);
  });

  it('passes the key to the engine, and displays its content without a box', async () => {
    const element = await fixture<OTSessionElement>(
      html`<ot-session engine="fake" api-key="123" session-id="room"><b>hello</b></ot-session>`,
    );
    await settled();
    expect(platform.attempts[0]!.config.apiKey).to.equal('123');
    expect(getComputedStyle(element).display).to.equal('contents');
    expect(element.querySelector('b')!.getBoundingClientRect().width).to.be.above(0);
    element.hidden = true;
    expect(element.querySelector('b')!.getBoundingClientRect().width).to.equal(0);
  });

  it('uses opentok by default', async () => {
    const {engine} = platform;
    registerEngine('opentok', () => Promise.resolve(engine));
    await fixture(html`<ot-session session-id="room"></ot-session>`);
    await settled();
    expect(platform.attempts[0]!.config.engine).to.equal('opentok');
  });

  it('connect-on="manual" joins only on connect(), then follows configuration changes until disconnect()', async () => {
    const element = await fixture<OTSessionElement>(
      html`<ot-session engine="fake" session-id="room" connect-on="manual"></ot-session>`,
    );
    await settled();
    expect(platform.attempts.length).to.equal(0);
    await element.connect();
    expect(element.connectionCount).to.equal(1);
    element.sessionId = 'other';
    await settled();
    expect(platform.attempts.map(({config}) => config.sessionId)).to.deep.equal(['room', 'other']);
    await element.disconnect();
    element.sessionId = 'third';
    await settled();
    expect(platform.attempts.length).to.equal(2);
    element.connectOn = 'load';
    await settled();
    expect(platform.attempts.at(-1)!.config.sessionId).to.equal('third');
  });

  it('an enumerated attribute with an invalid value has the default, with one warning', async () => {
    const element = await fixture<OTSessionElement>(
      html`<ot-session engine="fake" session-id="room" connect-on="laod" reconnect="NEVER"></ot-session>`,
    );
    await settled();
    expect(element.connectOn).to.equal('load');
    expect(element.reconnect).to.equal('never');
    expect(element.state).to.equal('connected');
    expect(logged.length).to.equal(1);
    expect(logged[0]).to.contain('connect-on="laod"').and.to.contain('manual');
  });

  it('reflects no property', async () => {
    const element = await joined();
    const before = element.getAttributeNames();
    element.token = 'T1==hunter2';
    element.apiKey = '1';
    element.connectOn = 'manual';
    await settled();
    expect(element.getAttributeNames()).to.deep.equal(before);
    expect(element.outerHTML).not.to.contain('hunter2');
  });
});

describe('ot-session: configuration in any order connects exactly once', () => {
  it('pitfall 8: properties set before the element is upgraded', async () => {
    const element = document.createElement('ot-session-later') as OTSessionElement;
    Object.assign(element, {engine: 'fake', sessionId: 'room', token: 'data=me'});
    document.body.append(element);
    class Later extends OTSessionElement {}
    Later.define('ot-session-later');
    await settled();
    expect(platform.attempts.map(({config}) => [config.sessionId, config.token])).to.deep.equal([['room', 'data=me']]);
    expect(element.connectionCount).to.equal(1);
    element.remove();
    await settled();
  });

  it('pitfall 8: properties set before it is inserted, and attributes after, in one task', async () => {
    const element = document.createElement('ot-session');
    element.engine = 'fake';
    document.body.append(element);
    element.setAttribute('session-id', 'room');
    element.token = 'data=me';
    await settled();
    expect(platform.attempts.length).to.equal(1);
    element.remove();
    await settled();
  });

  it('pitfall 8: connect-on set after it was inserted, in one task', async () => {
    const element = document.createElement('ot-session');
    document.body.append(element);
    element.setAttribute('engine', 'fake');
    element.setAttribute('session-id', 'room');
    element.setAttribute('connect-on', 'manual');
    await settled();
    expect(platform.attempts.length).to.equal(0);
    element.remove();
  });

  it('connect() right after it was inserted connects once', async () => {
    const element = document.createElement('ot-session');
    element.engine = 'fake';
    element.sessionId = 'room';
    document.body.append(element);
    await element.connect();
    await settled();
    expect(platform.attempts.length).to.equal(1);
    element.remove();
    await settled();
  });

  it('disconnect() right after it was inserted: it does not join', async () => {
    const element = document.createElement('ot-session');
    element.engine = 'fake';
    element.sessionId = 'room';
    document.body.append(element);
    await element.disconnect();
    await settled();
    expect(platform.attempts.length).to.equal(0);
    element.remove();
  });

  it('several changes at once cause one reconnection; a new token is used on the next attempt', async () => {
    const element = await joined();
    element.token = 'data=new';
    await settled();
    expect(platform.attempts.length).to.equal(1);
    element.sessionId = 'other';
    element.apiKey = '123';
    await settled();
    expect(platform.attempts.map(({config}) => config.sessionId)).to.deep.equal(['room', 'other']);
    expect(platform.attempts[1]!.config.token).to.equal('data=new');
    expect(platform.running).to.equal(1);
  });

  it('pitfall 11: another session id while connecting: the old attempt is aborted, without late events', async () => {
    platform.hang = true;
    const element = await fixture<OTSessionElement>(html`<ot-session engine="fake" session-id="room"></ot-session>`);
    await settled();
    element.sessionId = 'other';
    await settled();
    const log: string[] = [];
    element.addEventListener('sessionConnected', (event) => log.push(event.detail.target.sessionId));
    platform.hang = false;
    await settled();
    expect(log).to.deep.equal(['other']);
    expect(platform.running).to.equal(1);
  });

  for (const state of ['connecting', 'connected'] as const)
    it(`pitfall 11: removed, or given another session id, while ${state}, it ignores late calls of the engine`, async () => {
      for (const leave of [
        (element: OTSessionElement) => {
          element.remove();
        },
        (element: OTSessionElement) => {
          element.sessionId = 'other';
        },
      ]) {
        platform.hang = state === 'connecting';
        const element = await fixture<OTSessionElement>(
          html`<ot-session engine="fake" session-id="room"></ot-session>`,
        );
        await settled();
        expect(element.state).to.equal(state);
        const attempt = platform.attempts.at(-1)!;
        leave(element);
        platform.hang = false;
        await settled();
        const log: string[] = [];
        for (const type of [...EVENT_TYPES, 'connectioncountchange'])
          element.addEventListener(type, () => log.push(type));
        const what = () => [element.state, element.connectionCount, [...element.connections.keys()]];
        const before = what();
        sayEverything(attempt);
        await settled();
        expect(log).to.deep.equal([]);
        expect(what()).to.deep.equal(before);
        element.remove();
        await settled();
      }
    });

  it('dispatches the old session’s last events when it gets another session id', async () => {
    const element = await joined();
    const log: string[] = [];
    for (const type of ['sessionDisconnected', 'sessionConnected', 'connectioncountchange'] as const) {
      element.addEventListener(type, () => log.push(type));
    }
    element.sessionId = 'other';
    await settled();
    expect(log).to.deep.equal([
      'sessionDisconnected',
      'connectioncountchange',
      'sessionConnected',
      'connectioncountchange',
    ]);
  });
});
