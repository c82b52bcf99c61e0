import {expect, fixture, html, oneEvent} from '@open-wc/testing';
import '../../../src/define.js';
import {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {registerEngine} from '../../../src/engines/engine-registry.js';
import {Connection} from '../../../src/values/connection.js';
import {initSession} from '../../../src/session/init-session.js';
import type {Session} from '../../../src/session/session.js';
import {SessionError, type SessionErrorCode} from '../../../src/values/session-error.js';
import type {ConnectionEvent} from '../../../src/session/session-events.js';
import {EVENT_TYPES, settled, until} from '../../collect.js';
import {countTimers} from '../../count-timers.js';
import type {FakeAttempt} from '../../fake-engine.js';
import {platform, quiet, useFakePlatform} from '../fake-page.js';

useFakePlatform();

const states = (element: Element) =>
  ['connecting', 'connected', 'reconnecting', 'error'].filter((state) => element.matches(`:state(${state})`));

async function joined(): Promise<OTSessionElement> {
  const element = await fixture<OTSessionElement>(
    html`<ot-session engine="fake" session-id="room" token="role=moderator" reconnect="never"></ot-session>`,
  );
  await settled();
  expect(element.state).to.equal('connected');
  return element;
}

/** All that an engine can say: this one knows no signal. */
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

describe('ot-session: from attributes alone', () => {
  it('joins when it is added, and leaves when it is removed', async () => {
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

  it('joins again when it is added again, with a right count', async () => {
    const element = await joined();
    const parent = element.parentElement!;
    element.remove();
    await until(() => platform.running === 0, 'it leaves');
    parent.append(element);
    await settled();
    expect(element.connectionCount).to.equal(1);
    expect(platform.attempts.length).to.equal(2);
  });

  it('has the key in the configuration, and shows what is in it as if it were not there', async () => {
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

  it('uses opentok without an engine', async () => {
    const {engine} = platform;
    registerEngine('opentok', () => Promise.resolve(engine));
    await fixture(html`<ot-session session-id="room"></ot-session>`);
    await settled();
    expect(platform.attempts[0]!.config.engine).to.equal('opentok');
  });

  it('connect-on="manual" waits for connect(), and stays with it when moved or configured anew', async () => {
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

  it('an enumerated attribute with an invalid value is the default, with one warning', async () => {
    const element = await fixture<OTSessionElement>(
      html`<ot-session engine="fake" session-id="room" connect-on="laod" reconnect="NEVER"></ot-session>`,
    );
    await settled();
    expect(element.connectOn).to.equal('load');
    expect(element.reconnect).to.equal('never');
    expect(element.state).to.equal('connected');
    expect(quiet.said.length).to.equal(1);
    expect(quiet.said[0]).to.contain('connect-on="laod"').and.to.contain('manual');
  });

  it('reflects nothing', async () => {
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

  it('pitfall 8: properties set before it is added, and attributes after, in one task', async () => {
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

  it('pitfall 8: connect-on set after it was added, in one task', async () => {
    const element = document.createElement('ot-session');
    document.body.append(element);
    element.setAttribute('engine', 'fake');
    element.setAttribute('session-id', 'room');
    element.setAttribute('connect-on', 'manual');
    await settled();
    expect(platform.attempts.length).to.equal(0);
    element.remove();
  });

  it('connect() right after it was added connects once', async () => {
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

  it('disconnect() right after it was added: it stays out', async () => {
    const element = document.createElement('ot-session');
    element.engine = 'fake';
    element.sessionId = 'room';
    document.body.append(element);
    await element.disconnect();
    await settled();
    expect(platform.attempts.length).to.equal(0);
    element.remove();
  });

  it('several changes at once are one decision; a new token waits for the next attempt', async () => {
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

  it('pitfall 11: another session while connecting: the old one is left, and nothing of it comes late', async () => {
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
    it(`pitfall 11: removed, or given another session, while ${state}, it hears nothing that comes late`, async () => {
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

  it('leaves the old session with its events when it gets another one', async () => {
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

describe('ot-session: moving is not leaving', () => {
  it('pitfall 10: removed and added in one task, it stays connected', async () => {
    const element = await joined();
    const elsewhere = await fixture(html`<div></div>`);
    elsewhere.append(element);
    await settled();
    expect(platform.attempts.length).to.equal(1);
    expect(element.state).to.equal('connected');
  });

  it('pitfall 10: moveBefore() keeps it connected', async function () {
    const element = await joined();
    const elsewhere = await fixture(html`<div><i></i></div>`);
    if (!('moveBefore' in elsewhere)) this.skip();
    (elsewhere as Element & {moveBefore(node: Node, child: Node | null): void}).moveBefore(element, null);
    await settled();
    expect(platform.attempts.length).to.equal(1);
  });

  it('after a kick, moving does not bring it back; adding it anew does', async () => {
    const element = await joined();
    platform.disconnect('forceDisconnected');
    const elsewhere = await fixture(html`<div></div>`);
    elsewhere.append(element);
    await settled();
    expect(platform.attempts.length).to.equal(1);
    element.remove();
    await settled();
    elsewhere.append(element);
    await settled();
    expect(platform.attempts.length).to.equal(2);
  });

  describe('pitfall 12: removal leaves no connection, timer or error', () => {
    let counted: ReturnType<typeof countTimers>;
    beforeEach(() => {
      counted = countTimers(window);
    });
    afterEach(() => {
      counted.restore();
    });

    const refuse = (code: SessionErrorCode) => () => platform.refuse(new SessionError(code, 'No.'));
    const lose = (reason: string) => () => platform.disconnect(reason);
    for (const {when, state, first = () => undefined, later = () => undefined, said = []} of [
      {when: 'while it connects', state: 'connecting', first: () => (platform.hang = true)},
      {when: 'while it waits to try again', state: 'connecting', first: refuse('connect-failed'), said: ['No.']},
      {when: 'after an error that is final', state: 'disconnected', first: refuse('invalid-session'), said: ['No.']},
      {when: 'while it is connected', state: 'connected'},
      {when: 'while it reconnects', state: 'reconnecting', later: () => platform.reconnecting()},
      {when: 'when it has lost the session, and waits', state: 'connecting', later: lose('networkDisconnected')},
      {when: 'when it was put out', state: 'disconnected', later: lose('forceDisconnected')},
    ])
      it(when, async () => {
        first();
        const element = document.createElement('ot-session');
        element.engine = 'fake';
        element.sessionId = 'room';
        document.body.append(element);
        await settled();
        later();
        expect(element.state).to.equal(state);
        // an attempt's time limit, or what it waits for
        expect(counted.timers.size).to.equal(state === 'connecting' ? 1 : 0);
        element.remove();
        await settled();
        expect(element.state).to.equal('disconnected');
        expect(platform.running).to.equal(0);
        expect(counted.timers.size).to.equal(0);
        expect(element.error).to.equal(null);
        expect(quiet.said).to.deep.equal(said.map((message) => `ot-session: ${message}`));
        // which would end a wait
        dispatchEvent(new Event('online'));
        await settled();
        expect(platform.attempts).to.have.lengthOf(1);
      });
  });

  it('removed before its first update, it never connects', async () => {
    const element = document.createElement('ot-session');
    element.engine = 'fake';
    element.sessionId = 'room';
    document.body.append(element);
    element.remove();
    await settled();
    expect(platform.attempts.length).to.equal(0);
  });
});

describe('ot-session: DOM events', () => {
  it('re-dispatches the model’s events as CustomEvents that bubble out of shadow roots, in order', async () => {
    platform.join('a');
    const host = await fixture<HTMLElement>(html`<div></div>`);
    const log: string[] = [];
    for (const type of ['sessionConnected', 'connectionCreated', 'connectionDestroyed', 'sessionDisconnected']) {
      host.addEventListener(type, (event) => {
        const {detail} = event as CustomEvent<ConnectionEvent>;
        expect(event).to.be.instanceOf(CustomEvent);
        expect([event.bubbles, event.composed]).to.deep.equal([true, true]);
        expect(detail.type).to.equal(type);
        expect(event.cancelable).to.equal(detail.cancelable);
        log.push(
          [type, (detail.connection as ConnectionEvent['connection'] | undefined)?.connectionId ?? detail.reason].join(
            ' ',
          ),
        );
      });
    }
    const element = document.createElement('ot-session');
    Object.assign(element, {engine: 'fake', sessionId: 'room', reconnect: 'never'});
    host.attachShadow({mode: 'open'}).append(element);
    await settled();
    platform.leave('a', 'networkDisconnected');
    await element.disconnect();
    expect(log).to.deep.equal(
      [
        'sessionConnected ',
        'connectionCreated a',
        'connectionCreated fake-1',
        'connectionDestroyed networkDisconnected',
        'sessionDisconnected clientDisconnected',
      ].map((line) => line.replace('connectionDestroyed networkDisconnected', 'connectionDestroyed a')),
    );
  });

  it('preventDefault() on the DOM event prevents the model’s, at once', async () => {
    const element = await joined();
    let told: boolean[] = [];
    element.addEventListener('connectionCreated', (event) => {
      event.preventDefault();
      told = [event.defaultPrevented, event.detail.isDefaultPrevented()];
    });
    platform.join('a');
    expect(told).to.deep.equal([true, true]);
    expect(element.connections.size).to.equal(2);
    expect(element.connectionCount).to.equal(1);
  });

  it('preventDefault() on the model’s event prevents the DOM event, at once, in a listener of either', async () => {
    const element = await joined();
    const told: boolean[] = [];
    element.addEventListener('connectionCreated', (event) => {
      told.push(event.defaultPrevented);
      event.detail.preventDefault();
      told.push(event.defaultPrevented);
    });
    platform.join('a');
    (element.session as Session).on('connectionCreated', (event) => {
      event.preventDefault();
    });
    platform.join('b');
    expect(told).to.deep.equal([false, true, true, true]);
    expect(element.connectionCount).to.equal(1);
  });

  it('a passive listener can prevent nothing; returnValue, the old way, can', async () => {
    const element = await joined();
    element.addEventListener(
      'connectionCreated',
      (event) => {
        event.preventDefault();
      },
      {passive: true, once: true},
    );
    platform.join('a');
    expect(element.connectionCount).to.equal(2);
    element.addEventListener('connectionCreated', (event) => {
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- what is tested
      event.returnValue = false;
    });
    platform.join('b');
    expect(element.connectionCount).to.equal(2);
  });

  it('sessionDisconnected is cancelable only where it has a default action', async () => {
    const element = await joined();
    const told: boolean[] = [];
    element.addEventListener('sessionDisconnected', (event) => {
      event.preventDefault();
      told.push(event.cancelable, event.defaultPrevented);
    });
    await element.disconnect();
    await element.connect();
    element.reconnect = 'auto';
    await settled();
    platform.disconnect('networkDisconnected');
    await settled();
    expect(told).to.deep.equal([false, false, true, true]);
    expect(element.state).to.equal('disconnected');
  });

  it('connectioncountchange does not bubble, and comes once for all that came together', async () => {
    for (let i = 0; i < 50; i++) platform.join(`guest-${i}`);
    const host = await fixture(html`<div></div>`);
    const counts: number[] = [];
    host.addEventListener('connectioncountchange', () => counts.push(-1));
    const element = document.createElement('ot-session');
    Object.assign(element, {engine: 'fake', sessionId: 'room'});
    element.addEventListener('connectioncountchange', () => counts.push(element.connectionCount));
    host.append(element);
    await settled();
    expect(counts).to.deep.equal([51]);
  });

  it('shows reconnecting as a state', async () => {
    const element = await joined();
    const log: string[] = [];
    element.addEventListener('sessionReconnecting', () => log.push(...states(element)));
    element.addEventListener('sessionReconnected', () => log.push(...states(element)));
    platform.reconnecting();
    platform.reconnected();
    expect(log).to.deep.equal(['reconnecting', 'connected']);
  });

  it('two elements with one session id share one connection', async () => {
    const host = await fixture(html`
      <div>
        <ot-session engine="fake" session-id="room"></ot-session>
        <ot-session engine="fake" session-id="room"></ot-session>
      </div>
    `);
    await settled();
    const [one, two] = host.querySelectorAll<OTSessionElement>('ot-session');
    expect(platform.attempts.length).to.equal(1);
    one!.remove();
    await settled();
    expect(two!.connectionCount).to.equal(1);
    expect(platform.running).to.equal(1);
  });
});

describe('ot-session: wrong markup', () => {
  for (const [name, attributes, expected] of [
    ['an unknown engine', {engine: 'xmp', 'session-id': 'room'}, 'engine="xmp"'],
    ['a missing session-id', {engine: 'fake'}, 'session-id'],
    ['both keys', {engine: 'fake', 'session-id': 'room', 'api-key': '1', 'application-id': 'x'}, 'api-key'],
  ] as const) {
    it(`${name}: one line in the console, error, :state(error); the rest of the page goes on`, async () => {
      const host = await fixture(html`<div><ot-session engine="fake" session-id="fine"></ot-session></div>`);
      const element = document.createElement('ot-session');
      for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
      const bubbled: Event[] = [];
      host.addEventListener('error', (event) => bubbled.push(event));
      setTimeout(() => {
        host.append(element);
      });
      const event = await oneEvent(element, 'error');
      await settled();
      const {error} = (event as unknown as {detail: {error: SessionError}}).detail;
      expect(error.message).to.contain(expected);
      expect(element.error).to.equal(error);
      expect(quiet.said).to.deep.equal([`ot-session: ${error.message}`]);
      expect(states(element)).to.deep.equal(['error']);
      expect(bubbled).to.deep.equal([]);
      expect(host.querySelector<OTSessionElement>('ot-session')!.connectionCount).to.equal(1);
    });
  }

  it('set right, it joins, and the error is gone', async () => {
    const element = await fixture<OTSessionElement>(html`<ot-session engine="fake"></ot-session>`);
    await settled();
    expect(states(element)).to.deep.equal(['error']);
    element.setAttribute('session-id', 'room');
    await settled();
    expect(states(element)).to.deep.equal(['connected']);
    expect(element.error).to.equal(null);
  });

  it('the error, and its state, are gone once it is told to stay out', async () => {
    platform.refuse(new SessionError('invalid-session', 'No.'));
    const element = await fixture<OTSessionElement>(html`<ot-session engine="fake" session-id="room"></ot-session>`);
    await settled();
    expect(states(element)).to.deep.equal(['error']);
    await element.disconnect();
    expect(element.error).to.equal(null);
    expect(states(element)).to.deep.equal([]);
  });

  it('while it waits to try again it is connecting, and says what failed', async () => {
    platform.refuse(new SessionError('session-full', 'Full.'));
    const element = await fixture<OTSessionElement>(html`<ot-session engine="fake" session-id="room"></ot-session>`);
    await settled();
    expect(states(element)).to.deep.equal(['connecting', 'error']);
    dispatchEvent(new Event('online'));
    expect(states(element)).to.deep.equal(['connecting']);
    await settled();
    expect(states(element)).to.deep.equal(['connected']);
  });

  it('the console stays quiet when error is prevented', async () => {
    const element = document.createElement('ot-session');
    element.addEventListener('error', (event) => {
      event.preventDefault();
    });
    document.body.append(element);
    await settled();
    expect(element.error?.code).to.equal('not-configured');
    expect(quiet.said).to.deep.equal([]);
    element.remove();
  });

  it('connect() outside of a document says so, and is no unhandled rejection', async () => {
    const element = document.createElement('ot-session');
    let code = '';
    await element.connect().catch((error: unknown) => {
      ({code} = error as SessionError);
    });
    expect(code).to.equal('not-configured');
    void element.connect();
    void element.forceDisconnect('x');
    await settled();
  });

  it('pitfall 24: the token is in no attribute, event, error, or line of the console', async () => {
    platform.refuse(new SessionError('authentication-failed', 'No.'));
    const element = document.createElement('ot-session');
    Object.assign(element, {engine: 'fake', sessionId: 'room', token: 'T1==hunter2'});
    const texts: string[] = [];
    element.addEventListener('error', (event) => {
      const {detail} = event as unknown as CustomEvent<{error: SessionError}>;
      texts.push(
        JSON.stringify(detail),
        String(detail.error),
        Object.values(event.target as object)
          .map(String)
          .join(),
      );
    });
    document.body.append(element);
    await settled();
    texts.push(element.outerHTML, JSON.stringify(element.session), ...quiet.said);
    expect(texts.length).to.be.above(5);
    expect(texts.join()).not.to.contain('hunter2');
    element.remove();
    await settled();
  });
});

describe('ot-session: commands', () => {
  function command(element: Element, name: string): Event {
    const event = new Event('command', {cancelable: true});
    Object.defineProperty(event, 'command', {value: name});
    element.dispatchEvent(event);
    return event;
  }

  it('--connect and --disconnect, in the next task', async () => {
    const element = await joined();
    command(element, '--disconnect');
    expect(element.state).to.equal('connected');
    await settled();
    expect(element.state).to.equal('disconnected');
    command(element, '--connect');
    await settled();
    await settled();
    expect(element.state).to.equal('connected');
  });

  it('not when a later listener prevented it, nor for a command of the page', async () => {
    const element = await joined();
    element.addEventListener('command', (event) => {
      event.preventDefault();
    });
    command(element, '--disconnect');
    command(element, '--dance');
    await settled();
    expect(element.state).to.equal('connected');
  });

  it('by a real button, where the browser has them', async function () {
    if (!('commandForElement' in HTMLButtonElement.prototype)) this.skip();
    const host = await fixture(html`
      <div>
        <ot-session id="by-button" engine="fake" session-id="room" connect-on="manual"></ot-session>
        <button commandfor="by-button" command="--connect">Join</button>
      </div>
    `);
    host.querySelector('button')!.click();
    host.querySelector('button')!.click();
    await settled();
    await settled();
    expect(platform.running).to.equal(1);
  });
});

describe('ot-session: a session of the page’s own', () => {
  it('is told of, and never connected or disconnected by the element', async () => {
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

  it('may be connected already, and off() by the page does not take our listeners', async () => {
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

  it('may be set before the element is upgraded, and takes the place of the attributes’ one', async () => {
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

describe('ot-session: listeners that act', () => {
  it('one that moves the element at every arrival is called once for each', async () => {
    const element = await joined();
    let calls = 0;
    element.addEventListener('connectionCreated', () => {
      calls++;
      if (calls < 10) document.body.append(element);
    });
    platform.join('a');
    await settled();
    expect(calls).to.equal(1);
    expect(element.connectionCount).to.equal(2);
    element.remove();
    await settled();
  });

  it('connect() in sessionDisconnected, when the element got another session, joins that one only', async () => {
    const element = await joined();
    element.addEventListener('sessionDisconnected', () => void element.connect(), {once: true});
    element.sessionId = 'other';
    await settled();
    expect(platform.running).to.equal(1);
    expect(platform.attempts.at(-1)!.config.sessionId).to.equal('other');
    element.remove();
    await until(() => platform.running === 0, 'it leaves');
  });

  it('one that adds the element again as it leaves finds it told of everything', async () => {
    const element = await joined();
    element.addEventListener(
      'sessionDisconnected',
      () => {
        document.body.append(element);
      },
      {once: true},
    );
    element.remove();
    await settled();
    await settled();
    expect(states(element)).to.deep.equal(['connected']);
    const ids: string[] = [];
    element.addEventListener('connectionCreated', (event) => ids.push(event.detail.connection.connectionId));
    platform.join('a');
    expect(ids).to.deep.equal(['a']);
    element.remove();
    await settled();
  });

  it('disconnect() leaves also what was configured in the same task', async () => {
    const element = await joined();
    element.sessionId = 'other';
    await element.disconnect();
    await settled();
    expect(element.state).to.equal('disconnected');
    expect(platform.running).to.equal(0);
  });

  it('a session in the place of another with the same count is counted all the same', async () => {
    const host = await fixture(html`
      <ot-session engine="fake" session-id="room"><ot-connection-count></ot-connection-count></ot-session>
    `);
    await settled();
    const session = initSession('', 'other', {engine: 'fake'});
    await session.connect();
    (host as OTSessionElement).session = session;
    await settled();
    expect(host.querySelector('ot-connection-count')!.value).to.equal(1);
    await session.disconnect();
  });

  it('what is no session is refused before anything is left', async () => {
    const element = await joined();
    expect(() => {
      element.session = {} as never;
    }).to.throw(TypeError, 'session');
    expect(element.state).to.equal('connected');
  });
});

describe('ot-session: registration', () => {
  it('define() is idempotent, takes another name, and refuses a name that is taken, naming both', () => {
    OTSessionElement.define();
    class Other extends OTSessionElement {}
    Other.define('ot-other-session');
    Other.define('ot-other-session');
    expect(customElements.get('ot-other-session')).to.equal(Other);
    expect(() => {
      Other.define('ot-session');
    })
      .to.throw(Error, 'ot-session')
      .with.property('message')
      .that.contains('OTSessionElement')
      .and.contains('Other');
  });

  it('is accessible', async () => {
    const element = await joined();
    await expect(element).to.be.accessible();
  });
});
