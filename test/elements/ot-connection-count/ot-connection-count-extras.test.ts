import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {followCount} from '../../../src/elements/ot-connection-count/count-source.js';
import type {OTConnectionCountElement} from '../../../src/elements/ot-connection-count/ot-connection-count-element.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {registerEngine} from '../../../src/engines/engine-registry.js';
import {initSession} from '../../../src/session/init-session.js';
import type {Session} from '../../../src/session/session.js';
import {until} from '../../collect.js';
import {endpoint} from '../../endpoints.js';
import {createFakePlatform} from '../../fake-engine.js';
import {another, countStates, drawn, platform, quiet, shown, useFakePlatform} from '../fake-page.js';

/** The endpoints count what they are asked, and are the same for all browsers. */
const run = crypto.randomUUID();
let name = '';
let tests = 0;

useFakePlatform();
beforeEach(() => (name = `extras-${run}-${tests++}`));

/** The number becomes this one, and is drawn: it may be a script to load, a server's answer, or a moment away. */
async function becomes(count: OTConnectionCountElement, value: number): Promise<void> {
  await until(() => Object.is(count.value, value), `the number is ${value}`);
  await drawn();
}

async function both(count: ReturnType<typeof html>, token = '') {
  const host = await fixture<HTMLElement>(html`
    <div lang="en">
      <ot-session id="s" engine="fake" session-id="room" reconnect="never" token=${token}>${count}</ot-session>
    </div>
  `);
  await drawn();
  return {
    host,
    session: host.querySelector<OTSessionElement>('ot-session')!,
    count: host.querySelector<OTConnectionCountElement>('ot-connection-count')!,
  };
}

const modelOf = (session: OTSessionElement) => session.session as Session;

describe('ot-connection-count count="others"', () => {
  it('pitfall 1: is without our own connection, and 0, not unknown, when we are alone', async () => {
    const {count} = await both(
      html`<ot-connection-count count="others" text-zero="only you">Live</ot-connection-count>`,
    );
    await becomes(count, 0);
    expect([shown(count), countStates(count)]).to.deep.equal(['only you', ['empty']]);
    platform.join('a');
    expect(count.value).to.equal(1);
    platform.leave('a');
    expect(count.value).to.equal(0);
  });

  it('pitfall 1: is never -1: who leaves our own connection out has left it out already', async () => {
    const {session, count} = await both(html`<ot-connection-count count="others"></ot-connection-count>`);
    await becomes(count, 0);
    modelOf(session).uncount(session.connection!);
    expect(count.value).to.equal(0);
    platform.join('a');
    expect(count.value).to.equal(1);
    modelOf(session).count(session.connection!);
    expect(count.value).to.equal(1);
  });

  it('pitfall 7: is unknown out of the session, and stale while it is interrupted', async () => {
    const {session, count} = await both(html`<ot-connection-count count="others">Live</ot-connection-count>`);
    await becomes(count, 0);
    platform.reconnecting();
    expect(countStates(count)).to.deep.equal(['stale', 'empty']);
    platform.reconnected();
    expect(countStates(count)).to.deep.equal(['empty']);
    await session.disconnect();
    await drawn();
    expect([shown(count), count.value, countStates(count)]).to.deep.equal(['fallback: Live', NaN, ['unknown']]);
    await session.connect();
    expect(count.value).to.equal(0);
  });

  it('pitfall 20: an id like constructor is an ordinary one', async () => {
    const {count} = await both(html`<ot-connection-count count="others"></ot-connection-count>`);
    await becomes(count, 0);
    platform.join('constructor');
    platform.join('__proto__');
    expect(count.value).to.equal(2);
  });
});

describe('ot-connection-count, whatever changes in who is counted', () => {
  const SWAP = 'of whom one is counted in the place of another, in one turn';

  it(`count="others" follows those ${SWAP}`, async () => {
    const {session, count} = await both(html`<ot-connection-count count="others"></ot-connection-count>`);
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
    it(`count="people" follows those ${SWAP}, at ${type}`, async () => {
      platform.join('a1', 'ann');
      platform.join('a2', 'ann');
      platform.join('b', 'bob');
      platform.join('leaver', 'bob');
      const {session, count} = await both(html`<ot-connection-count count="people"></ot-connection-count>`, 'data=me');
      modelOf(session).uncount('b');
      modelOf(session).uncount('leaver');
      await becomes(count, 2);
      // the model's own listeners come first, and the element's last
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

  it('count="people" is not the old number for a moment when another session takes the place', async () => {
    const strangers = createFakePlatform();
    registerEngine('strangers', () => Promise.resolve(strangers.engine));
    platform.join('a', 'ann');
    for (const name of ['b', 'c', 'd']) strangers.join(name, name);
    const {session, count} = await both(html`<ot-connection-count count="people"></ot-connection-count>`, 'data=me');
    const [one, other] = [initSession('', 'room', {engine: 'fake'}), initSession('', 'room', {engine: 'strangers'})];
    await one.connect('data=me');
    await other.connect('data=me');
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

  it('a count that finds another session follows that one', async () => {
    const {session, count} = await both(html`<ot-connection-count count="others"></ot-connection-count>`);
    await becomes(count, 0);
    const other = document.createElement('ot-session');
    Object.assign(other, {engine: 'fake', sessionId: 'elsewhere'});
    session.after(other);
    await drawn();
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

describe('ot-connection-count count="people"', () => {
  it('is the number of persons, by a field of the data', async () => {
    platform.join('a1', '{"user":"ann"}');
    platform.join('a2', '{"user":"ann"}');
    platform.join('b', 'user=bob');
    platform.join('x');
    const {count} = await both(html`<ot-connection-count count="people" person-key="user"></ot-connection-count>`);
    await becomes(count, 4);
    platform.leave('a1');
    platform.leave('b');
    await becomes(count, 3);
  });

  it('follows what is counted: preventDefault(), count() and uncount()', async () => {
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

  it('pitfall 7: is unknown as soon as we are out, and not a number from before when we are back', async () => {
    platform.join('a', 'ann');
    const {session, count} = await both(html`<ot-connection-count count="people">Live</ot-connection-count>`);
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
    const {count} = await both(html`<ot-connection-count></ot-connection-count>`, 'data=user%3Dme%26team%3Dx');
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
    expect(shown(count)).to.equal('4');
  });

  it('pitfall 8: properties set before the upgrade', async () => {
    platform.join('a1', 'ann');
    platform.join('a2', 'ann');
    const {session} = await both(html``);
    const count = document.createElement('ot-connection-count-later') as OTConnectionCountElement;
    Object.assign(count, {count: 'people', max: 1, notation: 'compact'});
    session.append(count);
    const {OTConnectionCountElement: Element} =
      await import('../../../src/elements/ot-connection-count/ot-connection-count-element.js');
    class Later extends Element {}
    Later.define('ot-connection-count-later');
    await becomes(count, 2);
    expect(shown(count)).to.equal('1+');
  });

  it('of a session that script sets, and of another one', async () => {
    platform.join('a1', 'ann');
    platform.join('a2', 'ann');
    const {session, count} = await both(html`<ot-connection-count count="people"></ot-connection-count>`);
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

  it('of another session with as many connections, but other people', async () => {
    const strangers = createFakePlatform();
    registerEngine('strangers', () => Promise.resolve(strangers.engine));
    platform.join('a', 'me');
    strangers.join('b', 'bob');
    const {session, count} = await both(html`<ot-connection-count count="people"></ot-connection-count>`, 'data=me');
    const [one, other] = [initSession('', 'room', {engine: 'fake'}), initSession('', 'room', {engine: 'strangers'})];
    await one.connect('data=me');
    await other.connect('data=me');
    session.session = one;
    await becomes(count, 1);
    session.session = other;
    await becomes(count, 2);
    await Promise.all([one.disconnect(), other.disconnect()]);
  });

  it('pitfall 21: 15,000 who come one by one are looked at a few times, not each time', async function () {
    this.timeout(30_000);
    const {session, count} = await both(html`<ot-connection-count count="people"></ot-connection-count>`);
    await becomes(count, 1);
    let passes = 0;
    const counted = session.countedConnections;
    const values = counted.values.bind(counted);
    Object.assign(counted, {values: () => (passes++, values())});
    const start = performance.now();
    for (let i = 1; i < 15_000; i++) platform.join(`guest-${i}`, `person ${i % 5000}`);
    await becomes(count, 5001);
    expect(passes).to.be.below((performance.now() - start) / 50 + 5);
    expect(shown(count)).to.equal('5,001');
  });

  it('pitfall 12: removed, it counts nobody', async () => {
    const {session, count} = await both(html`<ot-connection-count count="people"></ot-connection-count>`);
    await becomes(count, 1);
    platform.join('a', 'ann');
    count.remove();
    await drawn();
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(count.value).to.be.NaN;
    session.append(count);
    await becomes(count, 2);
  });
});

describe('ot-connection-count max, notation, min', () => {
  it('are how the number is shown, and leave value as it is', async () => {
    const {count} = await both(
      html`<ot-connection-count max="2" text-other="{count} people">Live</ot-connection-count>`,
    );
    for (let i = 1; i < 1500; i++) platform.join(`guest-${i}`);
    await drawn();
    expect([shown(count), count.value]).to.deep.equal(['2+ people', 1500]);
    count.removeAttribute('max');
    count.setAttribute('notation', 'compact');
    await drawn();
    expect(shown(count)).to.equal('1.5K people');
    count.setAttribute('min', '2000');
    await drawn();
    expect([shown(count), count.value, countStates(count)]).to.deep.equal(['fallback: Live', 1500, []]);
    count.textFewPeople = 'a few people';
    await drawn();
    expect(shown(count)).to.equal('a few people');
  });

  for (const [attribute, value, what] of [
    ['max', 'many', 'whole numbers from 0'],
    ['max', '', 'whole numbers from 0'],
    ['min', '-1', 'whole numbers from 0'],
    ['min', '1.5', 'whole numbers from 0'],
    ['refresh', '4', 'whole numbers from 5'],
    ['count', 'everybody', 'connections, others, people'],
    ['notation', 'short', 'standard, compact'],
  ] as const) {
    it(`${attribute}="${value}" is warned of once, and as if it were not there`, async () => {
      const {count} = await both(html`<ot-connection-count></ot-connection-count>`);
      count.setAttribute(attribute, value);
      await drawn();
      expect(shown(count)).to.equal('1');
      expect(quiet.said.length).to.equal(1);
      expect(quiet.said[0]).to.contain(`<ot-connection-count ${attribute}="${value}"`).and.to.contain(what);
    });
  }
});

describe('ot-connection-count announce', () => {
  const region = (count: OTConnectionCountElement) => count.shadowRoot!.querySelector<HTMLElement>('[role=status]');

  /** What is announced from now on. */
  async function listen(count: OTConnectionCountElement): Promise<string[]> {
    await until(() => region(count) !== null, 'it can speak');
    await drawn();
    const said: string[] = [];
    new MutationObserver(() => {
      const text = region(count)?.textContent;
      if (text && text !== said.at(-1)) said.push(text);
    }).observe(count.shadowRoot!, {childList: true, subtree: true});
    return said;
  }
  const PHRASES = html`
    <ot-connection-count announce text-one="{count} person is here" text-other="{count} people are here"
      ><style>
        .live {
          color: inherit;
        }</style
      ><b>Live</b> <span hidden>soon</span></ot-connection-count
    >
  `;

  it('announces the whole phrase as it is shown, not the first one, the newest; then nothing is left of it', async () => {
    const {host, count} = await both(PHRASES);
    const said = await listen(count);
    await expect(host).to.be.accessible();
    platform.join('a');
    await drawn();
    platform.join('b');
    platform.join('c');
    await until(() => said.length, 'an announcement');
    expect(said).to.deep.equal(['4 people are here']);
    expect([shown(count), region(count)!.lang]).to.deep.equal(['4 people are here', 'en']);
    await until(() => region(count)!.textContent === '', 'nothing is left of it');
    count.announce = false;
    await drawn();
    expect(region(count)).to.equal(null);
  });

  it('announces the newest after five seconds', async () => {
    const {count} = await both(html`<ot-connection-count announce></ot-connection-count>`);
    const said = await listen(count);
    platform.join('a');
    await until(() => said.includes('2'), 'it says 2');
    const start = performance.now();
    platform.join('b');
    platform.join('c');
    await until(() => said.includes('4'), 'it says 4');
    expect(performance.now() - start).to.be.within(4500, 8000);
    expect(said).to.deep.equal(['2', '4']);
  });

  it('unknown is announced, by the text of the fallback as it is shown', async () => {
    const {session, count} = await both(PHRASES);
    const said = await listen(count);
    await session.disconnect();
    await until(() => said.length, 'an announcement');
    expect(said).to.deep.equal(['Live']);
  });

  it('stale is announced by text-stale', async () => {
    const {count} = await both(html`
      <ot-connection-count announce text-one="{count} here" text-stale="(connection lost)">Live</ot-connection-count>
    `);
    const said = await listen(count);
    platform.reconnecting();
    await until(() => said.length, 'an announcement');
    expect(said).to.deep.equal(['1 here (connection lost)']);
  });

  it('pitfall 12: removed, it is silent', async () => {
    const {count} = await both(html`<ot-connection-count announce></ot-connection-count>`);
    await until(() => region(count) !== null, 'it can speak');
    count.remove();
    await drawn();
    expect(region(count)).to.equal(null);
  });
});

describe('ot-connection-count src', () => {
  it('goes before for and the nearest session; nothing is joined', async () => {
    const src = endpoint({count: 1234}, {name});
    const host = await fixture<HTMLElement>(html`
      <div lang="en">
        <ot-session id="out" engine="fake" session-id="room" connect-on="manual">
          <ot-connection-count src=${src} for="out" text-other="{count} people">Live</ot-connection-count>
        </ot-session>
      </div>
    `);
    const count = host.querySelector('ot-connection-count')!;
    expect([shown(count), countStates(count)]).to.deep.equal(['fallback: Live', ['unknown']]);
    await becomes(count, 1234);
    expect([shown(count), countStates(count)]).to.deep.equal(['1,234 people', []]);
    expect(platform.attempts.length).to.equal(0);
    expect(quiet.said).to.deep.equal([]);
  });

  it('is asked once for all counts that have it', async () => {
    const src = endpoint('{"count": {count}}', {name});
    const host = await fixture<HTMLElement>(html`
      <div>${[1, 2, 3].map(() => html`<ot-connection-count src=${src}></ot-connection-count>`)}</div>
    `);
    const counts = [...host.querySelectorAll('ot-connection-count')];
    for (const count of counts) await becomes(count, 1);
    const late = document.createElement('ot-connection-count');
    late.src = src;
    host.append(late);
    await becomes(late, 1);
    expect(counts.map(({value}) => value)).to.deep.equal([1, 1, 1]);
  });

  it('of two copies of the package is asked once, too', async () => {
    const copy = (await import(another('ot-connection-count/count-source.ts'))) as {followCount: typeof followCount};
    const src = endpoint('{"count": {count}}', {name});
    const count = await fixture<OTConnectionCountElement>(html`<ot-connection-count src=${src}></ot-connection-count>`);
    await becomes(count, 1);
    const stop = new AbortController();
    const told: number[] = [];
    copy.followCount(new URL(src, document.baseURI), 15, (number) => told.push(number), stop.signal);
    expect(told).to.deep.equal([1]);
    stop.abort();
  });

  it('may come, change and go', async () => {
    const {count} = await both(html`<ot-connection-count>Live</ot-connection-count>`);
    const values: number[] = [];
    count.addEventListener('countchange', () => values.push(count.value));
    count.src = endpoint({count: 10}, {name});
    await becomes(count, 10);
    count.setAttribute('refresh', '60');
    await drawn();
    count.setAttribute('src', endpoint({count: 20}, {name}));
    await becomes(count, 20);
    count.removeAttribute('src');
    await becomes(count, 1);
    expect(values).to.deep.equal([NaN, 10, NaN, 20, 1]);
  });

  it('moved, it keeps its number; removed, it knows none and asks no more', async () => {
    const {host, count} = await both(
      html`<ot-connection-count src=${endpoint('{"count": {count}}', {name})}></ot-connection-count>`,
    );
    await becomes(count, 1);
    const values: number[] = [];
    count.addEventListener('countchange', () => values.push(count.value));
    host.append(count);
    await drawn();
    expect(values).to.deep.equal([]);
    count.remove();
    await drawn();
    expect(values).to.deep.equal([NaN]);
    host.append(count);
    await becomes(count, 2);
    expect(values).to.deep.equal([NaN, 2]);
  });

  it('that fails is unknown, or with a number stale; count, max and min are of the number as ever', async () => {
    const src = endpoint('data: {"count": 150}\n\ndata: broken\n\n', {name, type: 'text/event-stream'});
    const {count} = await both(html`<ot-connection-count src=${src} max="99">Live</ot-connection-count>`);
    await until(() => countStates(count).includes('stale'), 'it is stale');
    await drawn();
    expect([count.value, shown(count), countStates(count)]).to.deep.equal([150, '99+', ['stale']]);
    expect(quiet.said.length).to.equal(1);
    count.src = endpoint({error: 'closed'}, {name, status: 500});
    await until(() => quiet.said.length === 2, 'the console has been told');
    await drawn();
    expect([count.value, shown(count), countStates(count)]).to.deep.equal([NaN, 'fallback: Live', ['unknown']]);
    expect(quiet.said[1]).to.contain('closed');
  });
});
