import {expect, fixture, fixtureCleanup, html} from '@open-wc/testing';
import '../../../src/define.js';
import {Announcer} from '../../../src/elements/ot-connection-count/announcer.js';
import type {OTConnectionCountElement} from '../../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {settled, until} from '../../wait.js';
import {restoreDocument, setVisibility} from '../../fakes/fake-document.js';
import {displayed, rendered} from '../rendered.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {sessionWithCount} from './session-with-count.js';

describe('Announcer', () => {
  const TIMINGS = {settle: 50, pause: 300, lifetime: 100};

  let said: string[];
  let root: ShadowRoot;
  let stop: AbortController;
  let announcer: Announcer;

  const region = () => root.querySelector<HTMLElement>('[role=status]');
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  /** Resolves when every announcement has been made. */
  const silence = () => wait(2 * (TIMINGS.settle + TIMINGS.pause));
  const shows = (phrase: string) => {
    announcer.showsNumber(phrase, 'en');
  };

  beforeEach(async () => {
    setVisibility('visible');
    const host = await fixture<HTMLElement>(html`<div></div>`);
    root = host.attachShadow({mode: 'open'});
    stop = new AbortController();
    announcer = new Announcer(root, stop.signal, TIMINGS);
    said = [];
    new MutationObserver(() => {
      const text = region()?.textContent;
      if (text) said.push(text);
    }).observe(root, {childList: true, subtree: true, characterData: true});
  });

  afterEach(() => {
    stop.abort();
    fixtureCleanup();
    restoreDocument();
  });

  it('has an empty and visually hidden live region before its first announcement', () => {
    expect(region()!.textContent).to.equal('');
    expect(region()!.hasAttribute('style')).to.equal(false);
    const {width, height} = region()!.getBoundingClientRect();
    expect([width, height]).to.deep.equal([1, 1]);
  });

  it('does not announce the initial phrase, or the same one again', async () => {
    announcer.showsFallback('Live now');
    shows('1 person');
    shows('1 person');
    await silence();
    expect(said).to.deep.equal([]);
  });

  it('announces a change, in the language of the phrase, and clears its region', async () => {
    shows('1 person');
    shows('2 people');
    await until(() => said.length, 'it was announced');
    expect([said, region()!.lang]).to.deep.equal([['2 people'], 'en']);
    await until(() => region()!.textContent === '', 'the region is empty');
    await silence();
    expect(said).to.deep.equal(['2 people']);
  });

  it('always announces the latest phrase, also the first time', async () => {
    shows('1 person');
    for (let i = 2; i <= 10; i++) {
      shows(`${i} people`);
      // not a task, which takes as long as it takes: the first is announced after 50 ms
      await Promise.resolve();
    }
    await until(() => said.length, 'the first was announced');
    for (let i = 11; i <= 100; i++) shows(`${i} people`);
    await until(() => said.length > 1, 'the second was announced');
    expect(said).to.deep.equal(['10 people', '100 people']);
  });

  it('pitfall 21: makes few announcements of many changes, with a pause in between', async () => {
    const start = performance.now();
    shows('1 person');
    for (let i = 2; performance.now() - start < 2 * TIMINGS.pause; i++) {
      shows(`${i} people`);
      await settled();
    }
    shows('the last');
    await silence();
    expect(said.at(-1)).to.equal('the last');
    expect(said.length).to.be.within(2, (performance.now() - start) / TIMINGS.pause + 1);
  });

  it('announces nothing if the number is what it was before the pause', async () => {
    shows('1 person');
    shows('2 people');
    await until(() => said.length, 'it was announced');
    shows('3 people');
    shows('2 people');
    await silence();
    expect(said).to.deep.equal(['2 people']);
  });

  it('announces unknown by the text of the fallback, and then the number that is known again', async () => {
    shows('1 person');
    announcer.showsFallback('Live now');
    await until(() => said.length, 'it was announced');
    expect(region()!.hasAttribute('lang'), 'the language of the page').to.equal(false);
    shows('1 person');
    await until(() => said.length > 1, 'the number was announced');
    expect(said).to.deep.equal(['Live now', '1 person']);
  });

  it('does not announce a number that is briefly unknown, or an empty fallback', async () => {
    shows('1 person');
    announcer.showsFallback('Live now');
    shows('1 person');
    announcer.showsFallback('');
    await silence();
    expect(said).to.deep.equal([]);
  });

  it('pitfall 7: does not announce a number that has become unknown', async () => {
    shows('1 person');
    shows('2 people');
    announcer.showsFallback('');
    await silence();
    expect(said).to.deep.equal([]);
  });

  it('announces nothing in a hidden page, and the latest phrase when it is visible again', async () => {
    shows('1 person');
    setVisibility('hidden');
    shows('2 people');
    shows('3 people');
    await silence();
    expect(said).to.deep.equal([]);
    setVisibility('visible');
    await until(() => said.length, 'it was announced');
    expect(said).to.deep.equal(['3 people']);
  });

  it('pitfall 12: leaves nothing behind and announces nothing once stopped', async () => {
    shows('1 person');
    shows('2 people');
    stop.abort();
    expect(root.childNodes.length).to.equal(0);
    expect(root.adoptedStyleSheets.length).to.equal(0);
    await silence();
    expect(said).to.deep.equal([]);
  });
});

describe('ot-connection-count announce', () => {
  useFakePlatform();

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
