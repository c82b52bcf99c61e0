import {expect, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTConnectionCountElement} from '../../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {until} from '../../wait.js';
import {displayed, rendered} from '../rendered.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {sessionWithCount} from './session-with-count.js';

useFakePlatform();

describe('ot-connection-count announce', () => {
  const region = (count: OTConnectionCountElement) => count.shadowRoot!.querySelector<HTMLElement>('[role=status]');

  /** Records the announcements from now on. */
  async function listen(count: OTConnectionCountElement): Promise<string[]> {
    await until(() => region(count) !== null, 'it can speak');
    await rendered();
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

  it('announces the latest phrase as displayed, but not the initial one, and then clears the announcement', async () => {
    const {host, count} = await sessionWithCount(PHRASES);
    const said = await listen(count);
    await expect(host).to.be.accessible();
    platform.join('a');
    await rendered();
    platform.join('b');
    platform.join('c');
    await until(() => said.length, 'an announcement');
    expect(said).to.deep.equal(['4 people are here']);
    expect([displayed(count), region(count)!.lang]).to.deep.equal(['4 people are here', 'en']);
    await until(() => region(count)!.textContent === '', 'nothing is left of it');
    count.announce = false;
    await rendered();
    expect(region(count)).to.equal(null);
  });

  it('announces the latest number after five seconds', async () => {
    const {count} = await sessionWithCount(html`<ot-connection-count announce></ot-connection-count>`);
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

  it('announces unknown by the text of the fallback as displayed', async () => {
    const {session, count} = await sessionWithCount(PHRASES);
    const said = await listen(count);
    await session.disconnect();
    await until(() => said.length, 'an announcement');
    expect(said).to.deep.equal(['Live']);
  });

  it('announces stale by text-stale', async () => {
    const {count} = await sessionWithCount(html`
      <ot-connection-count announce text-one="{count} here" text-stale="(connection lost)">Live</ot-connection-count>
    `);
    const said = await listen(count);
    platform.reconnecting();
    await until(() => said.length, 'an announcement');
    expect(said).to.deep.equal(['1 here (connection lost)']);
  });

  it('pitfall 12: announces nothing once removed', async () => {
    const {count} = await sessionWithCount(html`<ot-connection-count announce></ot-connection-count>`);
    await until(() => region(count) !== null, 'it can speak');
    count.remove();
    await rendered();
    expect(region(count)).to.equal(null);
  });
});
