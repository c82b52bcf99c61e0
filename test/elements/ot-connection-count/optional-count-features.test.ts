import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTConnectionCountElement} from '../../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {initSession} from '../../../src/session/init-session.js';
import {countStates, displayed, rendered} from '../rendered.js';
import {platform, registerFakePlatform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {becomes, modelOf, sessionWithCount} from './session-with-count.js';

useFakePlatform();

/** A count of people, and two connected sessions that script may set, on the platforms `fake` and `strangers`. */
async function betweenSessions() {
  const {session, count} = await sessionWithCount(
    html`<ot-connection-count count="people"></ot-connection-count>`,
    'data=me',
  );
  const [one, other] = [initSession('', 'room', {engine: 'fake'}), initSession('', 'room', {engine: 'strangers'})];
  await one.connect('data=me');
  await other.connect('data=me');
  return {session, count, one, other};
}

describe('ot-connection-count count="people"', () => {
  it('is the number of people, identified by a field of the data', async () => {
    platform.join('a1', '{"user":"ann"}');
    platform.join('a2', '{"user":"ann"}');
    platform.join('b', 'user=bob');
    platform.join('x');
    const {count} = await sessionWithCount(
      html`<ot-connection-count count="people" person-key="user"></ot-connection-count>`,
    );
    await becomes(count, 4);
    platform.leave('a1');
    platform.leave('b');
    await becomes(count, 3);
  });

  it('is updated by preventDefault(), count() and uncount()', async () => {
    platform.join('bot', 'bot');
    platform.join('a', 'ann');
    const host = await fixture<HTMLElement>(html`
      <div
        @connectionCreated=${(event: CustomEvent<{connection: {data: string}}>) => {
          if (event.detail.connection.data === 'bot') event.preventDefault();
        }}
      >
        <ot-session engine="fake" session-id="room">
          <ot-connection-count count="people"></ot-connection-count>
        </ot-session>
      </div>
    `);
    const count = host.querySelector('ot-connection-count')!;
    const session = host.querySelector('ot-session')!;
    await becomes(count, 2);
    modelOf(session).count(session.connections.get('bot')!);
    await becomes(count, 3);
    modelOf(session).uncount(session.connections.get('a')!);
    await becomes(count, 2);
  });

  it('pitfall 7: is unknown as soon as the session ends, and not an old number after joining again', async () => {
    platform.join('a', 'ann');
    const {session, count} = await sessionWithCount(
      html`<ot-connection-count count="people">Live</ot-connection-count>`,
    );
    await becomes(count, 2);
    const values: number[] = [];
    count.addEventListener('countchange', () => values.push(count.value));
    await session.disconnect();
    expect([count.value, countStates(count)]).to.deep.equal([NaN, ['unknown']]);
    platform.leave('a');
    await session.connect();
    await becomes(count, 1);
    expect(values).to.deep.equal([NaN, 1]);
  });

  it('attributes may change at any time', async () => {
    platform.join('a1', 'user=ann&team=x');
    platform.join('a2', 'user=ann&team=x');
    platform.join('b', 'user=bob&team=x');
    const {count} = await sessionWithCount(
      html`<ot-connection-count></ot-connection-count>`,
      'data=user%3Dme%26team%3Dx',
    );
    expect(count.value).to.equal(4);
    count.setAttribute('count', 'people');
    count.setAttribute('person-key', 'user');
    await becomes(count, 3);
    count.personKey = 'team';
    await becomes(count, 1);
    count.count = 'others';
    await becomes(count, 3);
    count.removeAttribute('count');
    await becomes(count, 4);
    expect(displayed(count)).to.equal('4');
  });

  it('pitfall 8: properties set before the upgrade', async () => {
    platform.join('a1', 'ann');
    platform.join('a2', 'ann');
    const {session} = await sessionWithCount(html``);
    const count = document.createElement('ot-connection-count-later') as OTConnectionCountElement;
    Object.assign(count, {count: 'people', max: 1, notation: 'compact'});
    session.append(count);
    const {OTConnectionCountElement: Element} =
      await import('../../../src/elements/ot-connection-count/ot-connection-count-element.js');
    class Later extends Element {}
    Later.define('ot-connection-count-later');
    await becomes(count, 2);
    expect(displayed(count)).to.equal('1+');
  });

  it('is updated when script sets the session, and resets it', async () => {
    platform.join('a1', 'ann');
    platform.join('a2', 'ann');
    const {session, count} = await sessionWithCount(html`<ot-connection-count count="people"></ot-connection-count>`);
    await becomes(count, 2);
    const own = initSession('', 'room', {engine: 'fake'});
    session.session = own;
    expect(count.value).to.be.NaN;
    await own.connect();
    await becomes(count, 2);
    session.session = null;
    expect(count.value).to.be.NaN;
    await own.disconnect();
  });

  it('is updated for another session with as many connections, but other people', async () => {
    const strangers = registerFakePlatform('strangers');
    platform.join('a', 'me');
    strangers.join('b', 'bob');
    const {session, count, one, other} = await betweenSessions();
    session.session = one;
    await becomes(count, 1);
    session.session = other;
    await becomes(count, 2);
    await Promise.all([one.disconnect(), other.disconnect()]);
  });

  it('pitfall 21: 15,000 that join one by one are counted a few times, not each time', async function () {
    this.timeout(30_000);
    const {session, count} = await sessionWithCount(html`<ot-connection-count count="people"></ot-connection-count>`);
    await becomes(count, 1);
    let passes = 0;
    const counted = session.countedConnections;
    // a copy: the map itself cannot be changed
    Object.defineProperty(session, 'countedConnections', {
      value: {...counted, values: () => (passes++, counted.values())},
    });
    const start = performance.now();
    for (let i = 1; i < 15_000; i++) platform.join(`guest-${i}`, `person ${i % 5000}`);
    await becomes(count, 5001);
    expect(passes).to.be.below((performance.now() - start) / 50 + 5);
    expect(displayed(count)).to.equal('5,001');
  });

  it('pitfall 12: counts nobody once removed', async () => {
    const {session, count} = await sessionWithCount(html`<ot-connection-count count="people"></ot-connection-count>`);
    await becomes(count, 1);
    platform.join('a', 'ann');
    count.remove();
    await rendered();
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(count.value).to.be.NaN;
    session.append(count);
    await becomes(count, 2);
  });
});

describe('ot-connection-count count="others"', () => {
  it('pitfall 1: excludes the own connection, and is 0, not unknown, when alone', async () => {
    const {count} = await sessionWithCount(
      html`<ot-connection-count count="others" text-zero="only you">Live</ot-connection-count>`,
    );
    await becomes(count, 0);
    expect([displayed(count), countStates(count)]).to.deep.equal(['only you', ['empty']]);
    platform.join('a');
    expect(count.value).to.equal(1);
    platform.leave('a');
    expect(count.value).to.equal(0);
  });

  it('pitfall 1: is never -1 if the own connection is uncounted already', async () => {
    const {session, count} = await sessionWithCount(html`<ot-connection-count count="others"></ot-connection-count>`);
    await becomes(count, 0);
    modelOf(session).uncount(session.connection!);
    expect(count.value).to.equal(0);
    platform.join('a');
    expect(count.value).to.equal(1);
    modelOf(session).count(session.connection!);
    expect(count.value).to.equal(1);
  });

  it('pitfall 7: is unknown while disconnected, and stale while reconnecting', async () => {
    const {session, count} = await sessionWithCount(
      html`<ot-connection-count count="others">Live</ot-connection-count>`,
    );
    await becomes(count, 0);
    platform.reconnecting();
    expect(countStates(count)).to.deep.equal(['stale', 'empty']);
    platform.reconnected();
    expect(countStates(count)).to.deep.equal(['empty']);
    await session.disconnect();
    await rendered();
    expect([displayed(count), count.value, countStates(count)]).to.deep.equal(['fallback: Live', NaN, ['unknown']]);
    await session.connect();
    expect(count.value).to.equal(0);
  });

  it('pitfall 20: counts ids such as constructor', async () => {
    const {count} = await sessionWithCount(html`<ot-connection-count count="others"></ot-connection-count>`);
    await becomes(count, 0);
    platform.join('constructor');
    platform.join('__proto__');
    expect(count.value).to.equal(2);
  });
});

describe('ot-connection-count: changes that leave the size the same', () => {
  const SWAP = 'when one connection replaces another in one batch';

  it(`count="others" is updated ${SWAP}`, async () => {
    const {session, count} = await sessionWithCount(html`<ot-connection-count count="others"></ot-connection-count>`);
    await becomes(count, 0);
    session.addEventListener('connectionCreated', (event) => {
      event.preventDefault();
      modelOf(session).uncount(session.connection!);
      modelOf(session).count(event.detail.connection);
    });
    platform.join('a');
    await becomes(count, 1);
    expect(session.connectionCount).to.equal(1);
  });

  for (const type of ['connectionCreated', 'connectionDestroyed', 'connectioncountchange'] as const) {
    it(`count="people" is updated ${SWAP}, at ${type}`, async () => {
      platform.join('a1', 'ann');
      platform.join('a2', 'ann');
      platform.join('b', 'bob');
      platform.join('leaver', 'bob');
      const {session, count} = await sessionWithCount(
        html`<ot-connection-count count="people"></ot-connection-count>`,
        'data=me',
      );
      modelOf(session).uncount('b');
      modelOf(session).uncount('leaver');
      await becomes(count, 2);
      // listeners of the model run first, and those of the element last
      session.addEventListener(type, (event) => {
        if (type === 'connectionCreated') event.preventDefault();
        modelOf(session).uncount('a2');
        modelOf(session).count('b');
      });
      if (type === 'connectionDestroyed') platform.leave('leaver');
      else platform.join('c', 'me');
      await becomes(count, 3);
    });
  }

  it('count="people" never shows the old number when the session is replaced', async () => {
    const strangers = registerFakePlatform('strangers');
    platform.join('a', 'ann');
    for (const name of ['b', 'c', 'd']) strangers.join(name, name);
    const {session, count, one, other} = await betweenSessions();
    session.session = one;
    await becomes(count, 2);
    const values: number[] = [];
    count.addEventListener('countchange', () => values.push(count.value));
    session.session = other;
    expect(count.value).to.equal(4);
    session.session = one;
    expect(count.value).to.equal(2);
    session.session = null;
    expect(count.value).to.be.NaN;
    session.session = other;
    expect(values).to.deep.equal([4, 2, NaN, 4]);
    await Promise.all([one.disconnect(), other.disconnect()]);
  });

  it('a count that finds another session is updated by that one', async () => {
    const {session, count} = await sessionWithCount(html`<ot-connection-count count="others"></ot-connection-count>`);
    await becomes(count, 0);
    const other = document.createElement('ot-session');
    Object.assign(other, {engine: 'fake', sessionId: 'elsewhere'});
    session.after(other);
    await rendered();
    count.forElement = other;
    other.addEventListener('connectionCreated', (event) => {
      event.preventDefault();
      modelOf(other).uncount(other.connection!);
      modelOf(other).count(event.detail.connection);
    });
    platform.join('a');
    await becomes(count, 1);
  });
});
