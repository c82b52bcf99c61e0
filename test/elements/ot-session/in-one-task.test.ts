import {expect} from '@open-wc/testing';
import '../../../src/define.js';
import {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {initSession} from '../../../src/session/init-session.js';
import type {Session} from '../../../src/session/session.js';
import {settled} from '../../wait.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';

let made: OTSessionElement[] = [];
afterEach(() => {
  for (const element of made) element.remove();
  made = [];
});
useFakePlatform();

let tags = 0;

function add(element: OTSessionElement): OTSessionElement {
  made.push(element);
  document.body.append(element);
  return element;
}

/** An element that is upgraded after these properties were set. */
function upgraded(properties: Partial<OTSessionElement>): OTSessionElement {
  const tag = `ot-session-upgraded-${tags++}`;
  const element = add(Object.assign(document.createElement(tag) as OTSessionElement, properties));
  class Upgraded extends OTSessionElement {}
  Upgraded.define(tag);
  return element;
}

async function joined(properties: Partial<OTSessionElement> = {}): Promise<OTSessionElement> {
  const element = add(
    Object.assign(document.createElement('ot-session'), {engine: 'fake', sessionId: 'room'}, properties),
  );
  await settled();
  expect(element.state).to.equal('connected');
  return element;
}

describe('ot-session: calls in the same task as changes', () => {
  it('pitfall 8: connect() in the task of the upgrade joins what was set before it', async () => {
    const element = upgraded({engine: 'fake', sessionId: 'room', token: 'data=old', connectOn: 'manual'});
    await element.connect('data=new');
    expect(platform.attempts.map(({config}) => [config.sessionId, config.token])).to.deep.equal([['room', 'data=new']]);
    expect(element.token).to.equal('data=new');
  });

  it('pitfall 8: connect() in the task of the upgrade is one attempt, even with connect-on="load"', async () => {
    const element = upgraded({engine: 'fake', sessionId: 'room'});
    await element.connect();
    await settled();
    expect(platform.attempts).to.have.lengthOf(1);
  });

  it('pitfall 8: disconnect() in the task of the upgrade keeps it from joining', async () => {
    const element = upgraded({engine: 'fake', sessionId: 'room'});
    await element.disconnect();
    await settled();
    expect(platform.attempts).to.have.lengthOf(0);
    expect(element.state).to.equal('disconnected');
  });

  it('pitfall 8: the session, in the task of the upgrade, is the one that is joined', async () => {
    const element = upgraded({engine: 'fake', sessionId: 'room', connectOn: 'manual'});
    const {session} = element;
    let received = 0;
    (session as Session).on('connectionCreated', () => received++);
    await element.connect();
    expect(element.session).to.equal(session);
    expect([session?.sessionId, received]).to.deep.equal(['room', 1]);
  });

  it('removed, and inserted again by a listener of sessionDisconnected: each count is reported once', async () => {
    const element = await joined();
    const counts: number[] = [];
    element.addEventListener('connectioncountchange', () => counts.push(element.connectionCount));
    element.addEventListener('sessionDisconnected', () => document.body.append(element), {once: true});
    element.remove();
    await settled();
    await settled();
    expect(element.state).to.equal('connected');
    expect(counts).to.deep.equal([NaN, 1]);
  });

  it('pitfall 9: an element and a session made by script, for one session, are one connection', async () => {
    const element = await joined();
    const session = initSession('', 'room', {engine: 'fake'});
    await session.connect();
    expect(session.connection).to.equal(element.connection);
    expect([element.connectionCount, platform.attempts.length]).to.deep.equal([1, 1]);
    await session.disconnect();
  });

  it('the own session replaced by one with the same count, and back: connectioncountchange fires only if the count has changed', async () => {
    const element = await joined();
    const session = initSession('', 'mine', {engine: 'fake'});
    await session.connect();
    const counts: number[] = [];
    element.addEventListener('connectioncountchange', () => counts.push(element.connectionCount));
    element.session = session;
    await settled();
    expect(counts).to.deep.equal([]);
    element.session = undefined;
    expect(counts).to.deep.equal([NaN]);
    await settled();
    expect(counts).to.deep.equal([NaN, 1]);
    await session.disconnect();
  });

  it('disconnect() while the session is replaced: the new one is not joined either', async () => {
    const element = await joined();
    element.addEventListener('sessionDisconnected', () => void element.disconnect());
    element.sessionId = 'other';
    await settled();
    await settled();
    expect(platform.attempts).to.have.lengthOf(1);
    expect(element.state).to.equal('disconnected');
  });

  it('connect() while the session is replaced joins the new one, once', async () => {
    const element = await joined();
    element.addEventListener('sessionDisconnected', () => void element.connect(), {once: true});
    element.sessionId = 'other';
    await settled();
    await settled();
    expect(platform.attempts.map(({config}) => config.sessionId)).to.deep.equal(['room', 'other']);
    expect(element.state).to.equal('connected');
  });

  for (const [what, given] of [
    ['none', () => null],
    ['one that is not joined', () => initSession('', 'mine', {engine: 'fake'})],
  ] as const) {
    it(`the own session replaced by ${what}: sessionDisconnected, and one connectioncountchange`, async () => {
      const element = await joined();
      const log: string[] = [];
      for (const type of ['sessionDisconnected', 'connectioncountchange']) {
        element.addEventListener(type, () => log.push(`${type} ${element.connectionCount}`));
      }
      element.session = given();
      await settled();
      expect(log).to.deep.equal(['sessionDisconnected NaN', 'connectioncountchange NaN']);
      expect(platform.running).to.equal(0);
    });
  }

  it('the own session replaced during one of its events: the events triggered by that follow it', async () => {
    const element = await joined();
    const log: string[] = [];
    element.addEventListener('connectionCreated', () => (element.session = null));
    for (const type of ['connectionCreated', 'sessionDisconnected']) {
      element.addEventListener(type, () => log.push(type));
    }
    platform.join('a');
    await settled();
    expect(log).to.deep.equal(['connectionCreated', 'sessionDisconnected']);
  });

  it('a session that is removed during an event is no longer reported, not even that event', async () => {
    const session = initSession('', 'room', {engine: 'fake'});
    await session.connect();
    const [one, other] = [await joined({session}), await joined({session})];
    const log: string[] = [];
    one.addEventListener('connectionCreated', () => {
      log.push('one');
      other.session = null;
    });
    other.addEventListener('connectionCreated', () => log.push('other'));
    platform.join('a');
    expect(log).to.deep.equal(['one']);
    await session.disconnect();
  });

  for (const [how, prevent] of [
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- pages have it still, and `return false` is the same
    ['returnValue = false', (event: Event) => (event.returnValue = false)],
    ['preventDefault()', (event: Event) => event.preventDefault()],
  ] as const) {
    it(`${how}: later listeners see that, on the event and on its detail`, async () => {
      const element = await joined();
      const seen: boolean[] = [];
      element.addEventListener('connectionCreated', prevent);
      element.addEventListener('connectionCreated', (event) => {
        seen.push(event.defaultPrevented, event.detail.isDefaultPrevented());
      });
      platform.join('a');
      expect(seen).to.deep.equal([true, true]);
      expect(element.connectionCount).to.equal(1);
    });
  }
});
