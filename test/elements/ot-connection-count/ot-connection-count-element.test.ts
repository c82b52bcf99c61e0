import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import {OTConnectionCountElement} from '../../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {settled, until} from '../../wait.js';
import {countStates, displayed, rendered} from '../rendered.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {logged} from '../../fakes/console.js';
import {sessionWithCount, uncountOwn} from './session-with-count.js';
import {urlOfSecondCopy} from '../second-copy.js';

useFakePlatform();

describe('ot-connection-count: display', () => {
  it('pitfall 7: displays its fallback until the number is known, and again after leaving; never 0', async () => {
    platform.hang = true;
    const {session, count} = await sessionWithCount();
    expect([displayed(count), count.value, countStates(count)]).to.deep.equal(['fallback: Live now', NaN, ['unknown']]);
    platform.hang = false;
    await rendered();
    expect([displayed(count), count.value, countStates(count)]).to.deep.equal(['1', 1, []]);
    await session.disconnect();
    await rendered();
    expect([displayed(count), count.value, countStates(count)]).to.deep.equal(['fallback: Live now', NaN, ['unknown']]);
  });

  it('displays the live number of counted connections', async () => {
    const {count} = await sessionWithCount();
    platform.join('a');
    platform.join('b');
    expect(count.value).to.equal(3);
    await rendered();
    expect(displayed(count)).to.equal('3');
    platform.leave('a');
    await rendered();
    expect(displayed(count)).to.equal('2');
  });

  it('0 is empty, and not unknown', async () => {
    const {session, count} = await sessionWithCount();
    uncountOwn(session);
    await rendered();
    expect([displayed(count), countStates(count)]).to.deep.equal(['0', ['empty']]);
  });

  it('pitfall 6: displays the last number while reconnecting, marked stale', async () => {
    const {count} = await sessionWithCount();
    platform.reconnecting();
    await rendered();
    expect([displayed(count), countStates(count)]).to.deep.equal(['1', ['stale']]);
    platform.reconnected();
    expect(countStates(count)).to.deep.equal([]);
  });

  it('is no longer stale once the session has ended', async () => {
    const {count} = await sessionWithCount();
    platform.reconnecting();
    platform.disconnect('networkDisconnected');
    expect(countStates(count)).to.deep.equal(['unknown']);
  });

  it('pitfall 7: is unknown after an error, too', async () => {
    const host = await fixture(html`
      <div>
        <ot-session engine="none" session-id="x"><ot-connection-count>Live now</ot-connection-count></ot-session>
      </div>
    `);
    await rendered();
    const count = host.querySelector<OTConnectionCountElement>('ot-connection-count')!;
    expect([displayed(count), count.value, countStates(count)]).to.deep.equal(['fallback: Live now', NaN, ['unknown']]);
  });

  it('countchange fires when value changes, and does not bubble', async () => {
    const {host, count} = await sessionWithCount();
    const values: number[] = [];
    count.addEventListener('countchange', () => values.push(count.value));
    host.addEventListener('countchange', () => values.push(-1));
    platform.join('a');
    platform.reconnecting();
    platform.reconnected();
    expect(values).to.deep.equal([2]);
  });

  it('another kind of number causes one more update, without a warning of Lit’s', async () => {
    const {count} = await sessionWithCount();
    let updates = 0;

    const {update} = count as unknown as {update: (changed: unknown) => void};
    Object.assign(count, {
      update(changed: unknown) {
        updates++;
        update.call(count, changed);
      },
    });
    platform.join('a');
    await rendered();
    expect([displayed(count), updates]).to.deep.equal(['2', 1]);
    logged.length = 0;
    count.count = 'others';
    await until(() => displayed(count) === '1', 'the others');
    expect(logged.filter((said) => said.includes('change-in-update'))).to.deep.equal([]);
  });

  it('takes the same space as a fallback of the same width', async () => {
    platform.hang = true;
    const {host, count} = await sessionWithCount(html`<p>We are <ot-connection-count>1</ot-connection-count> here</p>`);
    const box = () => [count, host.querySelector('p')!].map((e) => JSON.stringify(e.getBoundingClientRect()));
    const before = box();
    expect(count.getBoundingClientRect().width).to.be.above(0);
    platform.hang = false;
    await rendered();
    expect(displayed(count)).to.equal('1');
    expect(box()).to.deep.equal(before);
  });

  it('pitfall 21: renders 15,000 at once in one update, and later ones at most once per frame', async function () {
    this.timeout(30_000);
    platform.hang = true;
    const {count} = await sessionWithCount();
    let renders = 0;
    const drawings = new MutationObserver((records) => (renders += records.length));
    drawings.observe(count.shadowRoot!, {childList: true, characterData: true, subtree: true});
    try {
      for (let i = 1; i < 15_000; i++) platform.join(`guest-${i}`);
      platform.hang = false;
      await rendered();
      expect([renders, displayed(count)]).to.deep.equal([1, '15,000']);
      let frames = 0;
      let over = false;
      const frame = () => {
        frames++;
        if (!over) requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
      renders = 0;
      const begun = performance.now();
      for (let i = 0; i < 60; i++) {
        platform.join(`late-${i}`);
        await settled();
      }
      over = true;
      await rendered();
      expect(displayed(count)).to.equal('15,060');
      // late frames are replaced every 100 ms
      expect(renders).to.be.at.most(frames + (performance.now() - begun) / 100 + 3);
      expect(renders).to.be.below(60);
    } finally {
      drawings.disconnect();
    }
  });
});

describe('ot-connection-count: text-stale', () => {
  it('is appended to the phrase while the number is stale', async () => {
    const {count} = await sessionWithCount(html`
      <ot-connection-count
        text-other="{count} here"
        text-one="{count} here"
        text-stale="(connection lost)"
      ></ot-connection-count>
    `);
    const stale = () => count.shadowRoot!.querySelector('[part=count] > [part=stale]');
    expect([displayed(count), stale()]).to.deep.equal(['1 here', null]);
    const text = count.shadowRoot!.querySelector('[part=count]')!.firstChild;
    for (let times = 0; times < 2; times++) {
      platform.reconnecting();
      await rendered();
      expect([displayed(count), stale()?.textContent]).to.deep.equal([
        '1 here (connection lost)',
        ' (connection lost)',
      ]);
      platform.reconnected();
      await rendered();
      expect([displayed(count), stale()]).to.deep.equal(['1 here', null]);
    }
    expect(count.shadowRoot!.querySelector('[part=count]')!.firstChild).to.equal(text);
  });
});

describe('ot-connection-count: registration', () => {
  it('pitfall 16: loading the defining modules twice does not throw', async () => {
    await import(urlOfSecondCopy('ot-session/ot-session-element-define.ts'));
    await import(urlOfSecondCopy('ot-connection-count/ot-connection-count-element-define.ts'));
    expect(customElements.get('ot-connection-count')).to.equal(OTConnectionCountElement);
  });

  it('is accessible, with a known and an unknown number', async () => {
    const {host, session} = await sessionWithCount();
    await expect(host).to.be.accessible();
    await session.disconnect();
    await rendered();
    await expect(host).to.be.accessible();
  });
});
