import {expect, fixture, fixtureCleanup, html} from '@open-wc/testing';
import {Announcer} from '../../src/elements/announcer.js';
import {settled} from '../collect.js';

const PAUSE = 200;

let said: string[];
let root: ShadowRoot;
let stop: AbortController;
let announcer: Announcer;

const region = () => root.querySelector<HTMLElement>('[role=status]');
/** Longer than a pause, and what is said after it stands. */
const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE * 1.5));

function setVisibility(state: DocumentVisibilityState): void {
  Object.defineProperty(document, 'visibilityState', {configurable: true, get: () => state});
  document.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(async () => {
  setVisibility('visible');
  const host = await fixture<HTMLElement>(html`<div></div>`);
  root = host.attachShadow({mode: 'open'});
  stop = new AbortController();
  announcer = new Announcer(root, stop.signal, {pause: PAUSE, stay: 50});
  said = [];
  new MutationObserver(() => {
    const text = region()?.textContent;
    if (text) said.push(text);
  }).observe(root, {childList: true, subtree: true, characterData: true});
});

afterEach(() => {
  stop.abort();
  fixtureCleanup();
  delete (document as {visibilityState?: unknown}).visibilityState;
});

describe('Announcer', () => {
  it('has its region, empty and out of sight, before it says anything', () => {
    expect(region()!.textContent).to.equal('');
    expect(region()!.hasAttribute('style')).to.equal(false);
    const {width, height} = region()!.getBoundingClientRect();
    expect([width, height]).to.deep.equal([1, 1]);
  });

  it('does not say what is there at first, nor the same again', async () => {
    announcer.say('');
    announcer.say('1 person');
    announcer.say('1 person');
    await pause();
    expect(said).to.deep.equal([]);
  });

  it('says a change at once, and empties its region', async () => {
    announcer.say('1 person');
    announcer.say('2 people');
    await settled();
    expect(said).to.deep.equal(['2 people']);
    await pause();
    expect(region()!.textContent).to.equal('');
    expect(said).to.deep.equal(['2 people']);
  });

  it('pitfall 21: of many changes says the first one, and after a pause the last one', async () => {
    const start = performance.now();
    announcer.say('1 person');
    for (let i = 2; i <= 100; i++) {
      announcer.say(`${i} people`);
      await settled();
    }
    await pause();
    await pause();
    expect(said[0]).to.equal('2 people');
    expect(said.at(-1)).to.equal('100 people');
    expect(said.length).to.be.at.most((performance.now() - start) / PAUSE + 3);
  });

  it('says nothing of what was back as it was before the pause ended', async () => {
    announcer.say('1 person');
    announcer.say('2 people');
    announcer.say('3 people');
    announcer.say('2 people');
    await pause();
    expect(said).to.deep.equal(['2 people']);
  });

  it('pitfall 7: says nothing when there is nothing to say, also not what is no longer so', async () => {
    announcer.say('1 person');
    announcer.say('2 people');
    announcer.say('3 people');
    announcer.say('');
    await pause();
    expect(said).to.deep.equal(['2 people']);
  });

  it('says nothing in a hidden page, and the last one when it is seen again', async () => {
    announcer.say('1 person');
    setVisibility('hidden');
    announcer.say('2 people');
    announcer.say('3 people');
    await pause();
    expect(said).to.deep.equal([]);
    setVisibility('visible');
    await settled();
    expect(said).to.deep.equal(['3 people']);
  });

  it('pitfall 12: stopped, it leaves nothing behind and says nothing', async () => {
    announcer.say('1 person');
    announcer.say('2 people');
    announcer.say('3 people');
    stop.abort();
    expect(root.childNodes.length).to.equal(0);
    expect(root.adoptedStyleSheets.length).to.equal(0);
    const before = said.length;
    await pause();
    expect(said.length).to.equal(before);
  });
});
