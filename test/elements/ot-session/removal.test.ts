import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import {SessionError, type SessionErrorCode} from '../../../src/values/session-error.js';
import {settled, until} from '../../wait.js';
import {EarlyParent} from '../early-parent.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {logged} from '../../fakes/console.js';
import {countTimers} from '../../fakes/timers.js';
import {joined} from './joined.js';

useFakePlatform();

describe('ot-session: moving and removing', () => {
  it('pitfall 10: stays connected when removed and inserted in one task', async () => {
    const element = await joined();
    const elsewhere = await fixture(html`<div></div>`);
    elsewhere.append(element);
    await settled();
    expect(platform.attempts.length).to.equal(1);
    expect(element.state).to.equal('connected');
  });

  it('pitfall 10: stays connected when moved by moveBefore()', async function () {
    const element = await joined();
    const elsewhere = await fixture(html`<div><i></i></div>`);
    if (!('moveBefore' in elsewhere)) this.skip();
    (elsewhere as Element & {moveBefore(node: Node, child: Node | null): void}).moveBefore(element, null);
    await settled();
    expect(platform.attempts.length).to.equal(1);
  });

  it('after forceDisconnected, moving does not rejoin; inserting it again does', async () => {
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
      {when: 'while it is connecting', state: 'connecting', first: () => (platform.hang = true)},
      {
        when: 'during the reconnect delay after an error',
        state: 'connecting',
        first: refuse('connect-failed'),
        said: ['No.'],
      },
      {when: 'after a final error', state: 'disconnected', first: refuse('invalid-session'), said: ['No.']},
      {when: 'while it is connected', state: 'connected'},
      {when: 'while it is reconnecting', state: 'reconnecting', later: () => platform.reconnecting()},
      {
        when: 'during the reconnect delay after a lost connection',
        state: 'connecting',
        later: lose('networkDisconnected'),
      },
      {when: 'after forceDisconnected', state: 'disconnected', later: lose('forceDisconnected')},
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
        // the time limit of an attempt, or the reconnect delay
        expect(counted.timers.size).to.equal(state === 'connecting' ? 1 : 0);
        element.remove();
        await settled();
        expect(element.state).to.equal('disconnected');
        expect(platform.running).to.equal(0);
        expect(counted.timers.size).to.equal(0);
        expect(element.error).to.equal(null);
        expect(logged).to.deep.equal(said.map((message) => `ot-elements: ${message}`));
        // this would end a delay
        dispatchEvent(new Event('online'));
        await settled();
        expect(platform.attempts).to.have.lengthOf(1);
      });
  });

  it('never connects when removed before its first update', async () => {
    const element = document.createElement('ot-session');
    element.engine = 'fake';
    element.sessionId = 'room';
    document.body.append(element);
    element.remove();
    await settled();
    expect(platform.attempts.length).to.equal(0);
  });
});

describe('Elements that are removed before their connectedCallback has run', () => {
  it('a session that was connected in between is left', async () => {
    const main = await fixture(html`<main></main>`);
    const parent = new EarlyParent();
    const session = document.createElement('ot-session');
    Object.assign(session, {engine: 'fake', sessionId: 'room'});
    parent.append(session);
    let connecting: Promise<unknown> | undefined;
    parent.whenConnected = () => {
      connecting = session.connect().catch(() => undefined);
      session.remove();
    };
    main.append(parent);
    await connecting;
    await settled();
    await until(() => platform.running === 0, 'the session was left');
    expect(session.state).to.equal('disconnected');
  });
});
