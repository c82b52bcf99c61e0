import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {followCount} from '../../../src/elements/ot-connection-count/count-endpoint.js';
import type {OTConnectionCountElement} from '../../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {acquirePermit} from '../../../src/elements/ot-connection-count/request-permits.js';
import {until, settled} from '../../wait.js';
import {urlOfSecondCopy} from '../second-copy.js';
import {countStates, displayed, rendered} from '../rendered.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {logged} from '../../fakes/console.js';
import {becomes, sessionWithCount} from './session-with-count.js';
import {endpoint} from '../../endpoints.js';
import {rejection} from '../../rejection.js';

describe('ot-connection-count src', () => {
  useFakePlatform();

  /** The name of the endpoint of the current test: endpoints count their requests, for all browsers. */
  let name: string;
  beforeEach(() => (name = `count-${crypto.randomUUID()}`));

  it('takes precedence over for and the nearest session; nothing is joined', async () => {
    const src = endpoint({count: 1234}, {name});
    const host = await fixture<HTMLElement>(html`
      <div lang="en">
        <ot-session id="out" engine="fake" session-id="room" connect-on="manual">
          <ot-connection-count src=${src} for="out" text-other="{count} people">Live</ot-connection-count>
        </ot-session>
      </div>
    `);
    const count = host.querySelector('ot-connection-count')!;
    expect([displayed(count), countStates(count)]).to.deep.equal(['fallback: Live', ['unknown']]);
    await becomes(count, 1234);
    expect([displayed(count), countStates(count)]).to.deep.equal(['1,234 people', []]);
    expect(platform.attempts.length).to.equal(0);
    expect(logged).to.deep.equal([]);
  });

  it('is requested once for all counts that have it', async () => {
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

  it('is requested once for two copies of the package, too', async () => {
    const copy = (await import(urlOfSecondCopy('ot-connection-count/count-endpoint.ts'))) as {
      followCount: typeof followCount;
    };
    const src = endpoint('{"count": {count}}', {name});
    const count = await fixture<OTConnectionCountElement>(html`<ot-connection-count src=${src}></ot-connection-count>`);
    await becomes(count, 1);
    const stop = new AbortController();
    const received: number[] = [];
    copy.followCount(new URL(src, document.baseURI), 15_000, (number) => received.push(number), stop.signal);
    expect(received).to.deep.equal([1]);
    stop.abort();
  });

  it('may be added, changed, and removed', async () => {
    const {count} = await sessionWithCount(html`<ot-connection-count>Live</ot-connection-count>`);
    const values: number[] = [];
    count.addEventListener('countchange', () => values.push(count.value));
    count.src = endpoint({count: 10}, {name});
    await becomes(count, 10);
    count.setAttribute('refresh', '60');
    await rendered();
    count.setAttribute('src', endpoint({count: 20}, {name}));
    await becomes(count, 20);
    count.removeAttribute('src');
    await becomes(count, 1);
    expect(values).to.deep.equal([NaN, 10, NaN, 20, 1]);
  });

  it('keeps its number when the count is moved; when it is removed, the number is unknown, and requests stop', async () => {
    const {host, count} = await sessionWithCount(
      html`<ot-connection-count src=${endpoint('{"count": {count}}', {name})}></ot-connection-count>`,
    );
    await becomes(count, 1);
    const values: number[] = [];
    count.addEventListener('countchange', () => values.push(count.value));
    host.append(count);
    await rendered();
    expect(values).to.deep.equal([]);
    count.remove();
    await rendered();
    expect(values).to.deep.equal([NaN]);
    host.append(count);
    await becomes(count, 2);
    expect(values).to.deep.equal([NaN, 2]);
  });

  it('that fails is unknown, or stale if there was a number; max still applies', async () => {
    const src = endpoint('data: {"count": 150}\n\ndata: broken\n\n', {name, type: 'text/event-stream'});
    const {count} = await sessionWithCount(html`<ot-connection-count src=${src} max="99">Live</ot-connection-count>`);
    await until(() => countStates(count).includes('stale'), 'it is stale');
    await rendered();
    expect([count.value, displayed(count), countStates(count)]).to.deep.equal([150, '99+', ['stale']]);
    expect(logged.length).to.equal(1);
    count.src = endpoint({error: 'closed'}, {name, status: 500});
    await until(() => logged.length === 2, 'the console has been told');
    await rendered();
    expect([count.value, displayed(count), countStates(count)]).to.deep.equal([NaN, 'fallback: Live', ['unknown']]);
    expect(logged[1]).to.contain('closed');
  });
});

describe('Requests for counts to one origin', () => {
  let origin: string;
  let stop: AbortController;
  let given: boolean[];

  beforeEach(() => {
    origin = `https://${crypto.randomUUID()}.example`;
    stop = new AbortController();
    given = [];
  });

  /** Requests this many permits; returns those granted. */
  async function ask(number: number, by = acquirePermit) {
    const permits: Awaited<ReturnType<typeof acquirePermit>>[] = [];
    for (let i = 0; i < number; i++) {
      void by(origin, stop.signal).then((permit) => {
        permits.push(permit);
        given.push(permit.mayStream);
      });
    }
    await settled();
    return permits;
  }

  it('are limited to two streams and two others, for all copies of the package', async () => {
    const copy = (await import(urlOfSecondCopy('ot-connection-count/request-permits.ts'))) as {
      acquirePermit: typeof acquirePermit;
    };
    await ask(3);
    await ask(3, copy.acquirePermit);
    expect(given).to.deep.equal([true, true, false, false]);
  });

  it('continue in order when one of them has ended', async () => {
    const permits = await ask(4);
    const [later] = [await ask(1), await ask(1)];
    permits[2]!.release();
    await settled();
    expect(given).to.deep.equal([true, true, false, false, false]);
    expect(later).to.have.lengthOf(1);
    permits[0]!.release();
    await settled();
    expect(given).to.deep.equal([true, true, false, false, false, true]);
  });

  it('do not include those to another origin', async () => {
    await ask(4);
    origin += ':8443';
    await ask(1);
    expect(given).to.deep.equal([true, true, false, false, true]);
  });

  it('are removed from the queue when they are aborted', async () => {
    const permits = await ask(4);
    const waiting = acquirePermit(origin, stop.signal);
    stop.abort(new Error('no more'));
    expect((await rejection(waiting)).message).to.equal('no more');
    expect((await rejection(acquirePermit(origin, stop.signal))).message).to.equal('no more');
    permits[0]!.release();
    stop = new AbortController();
    await ask(1);
    expect(given.at(-1)).to.equal(true);
  });
});
