import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import {until} from '../../wait.js';
import {displayed, rendered} from '../rendered.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {logged} from '../../fakes/console.js';
import {sessionWithCount, uncountOwn} from './session-with-count.js';

useFakePlatform();

describe('ot-connection-count: the language of its phrases', () => {
  const ENGLISH = html`
    <ot-connection-count text-one="{count} person is here" text-other="{count} people are here"
      >Live now</ot-connection-count
    >
  `;
  const page = document.documentElement;
  const {lang} = page;
  afterEach(() => {
    page.lang = lang;
    page.className = '';
  });

  /** A count of 0 with English phrases, whose only `lang` is the page's. */
  async function ofNobody() {
    page.lang = 'en';
    const {host, session, count} = await sessionWithCount(ENGLISH);
    host.removeAttribute('lang');
    uncountOwn(session);
    await rendered();
    expect(displayed(count)).to.equal('0 people are here');
    return {host, count};
  }

  const mark = (attribute: string) => (host: HTMLElement) => {
    host.setAttribute(attribute, '1');
  };
  for (const [translator, translate] of [
    ['Google’s', () => page.classList.add('translated-ltr')],
    ['Google’s, into a language from right to left', () => page.classList.add('translated-rtl')],
    ['Google’s proxy', () => (page.lang = 'fr-x-mtfrom-en')],
    ['Edge’s', mark('_msttexthash')],
    ['Edge’s, by its other attribute', mark('_msthash')],
    ['Firefox’s', mark('data-moz-translations-id')],
  ] as [string, (host: HTMLElement) => void][]) {
    it(`a lang that is set with the marker of ${translator} translator does not affect the phrase`, async () => {
      const {host, count} = await ofNobody();
      page.lang = 'fr';
      translate(host);
      await rendered();
      expect(displayed(count)).to.equal('0 people are here');
    });

    it(`nor does one that is set shortly before the marker of ${translator} translator`, async () => {
      const {host, count} = await ofNobody();
      page.lang = 'fr';
      await rendered();
      translate(host);
      await rendered();
      expect(displayed(count)).to.equal('0 people are here');
    });
  }

  it('nor does one that is set after the marker, or by the next translation', async () => {
    const {count} = await ofNobody();
    page.classList.add('translated-ltr');
    await rendered();
    for (const next of ['fr', 'pt', 'ru']) {
      page.lang = next;
      await rendered();
      expect(displayed(count), next).to.equal('0 people are here');
    }
  });

  it('nor does Firefox’s, which marks elements only while it translates them', async () => {
    const {host, count} = await ofNobody();
    page.lang = 'fr';
    host.setAttribute('data-moz-translations-id', '0');
    await rendered();
    host.removeAttribute('data-moz-translations-id');
    await rendered();
    expect(displayed(count)).to.equal('0 people are here');
  });

  it('follows the restored original, and a lang that the page sets after that', async () => {
    const {count} = await ofNobody();
    page.lang = 'ru';
    page.className = 'translated-ltr';
    await rendered();
    page.className = '';
    page.lang = 'en';
    await rendered();
    expect(displayed(count)).to.equal('0 people are here');
    page.lang = 'fr';
    await rendered();
    expect(displayed(count)).to.equal('0 person is here');
  });

  it('a count that is added to a translated page is in the author’s language', async () => {
    await ofNobody();
    page.lang = 'fr';
    page.className = 'translated-ltr';
    await rendered();
    const {session, count} = await sessionWithCount(ENGLISH);
    count.closest('div')!.removeAttribute('lang');
    uncountOwn(session);
    await rendered();
    expect(displayed(count)).to.equal('0 people are here');
  });

  it('lang on the element always wins, as does that of an ancestor below the root', async () => {
    const {host, count} = await ofNobody();
    page.lang = 'ru';
    page.className = 'translated-ltr';
    count.lang = 'fr';
    await rendered();
    expect(displayed(count)).to.equal('0 person is here');
    count.removeAttribute('lang');
    host.lang = 'fr';
    await rendered();
    expect(displayed(count)).to.equal('0 person is here');
  });

  it('digits are in the language of the phrase', async () => {
    const {count} = await ofNobody();
    count.max = 1000;
    for (let i = 0; i < 1001; i++) platform.join(`guest-${i}`);
    page.lang = 'ar-EG';
    page.className = 'translated-rtl';
    await rendered();
    expect(displayed(count)).to.equal('1,000+ people are here');
    expect(count.shadowRoot!.querySelector<HTMLElement>('[part=count]')!.lang, 'for voices and fonts').to.equal('en');
  });

  it('no lang: one hint per page, once it has loaded, and text-one for 1 only', async () => {
    page.removeAttribute('lang');
    const {host, count} = await sessionWithCount(html`${ENGLISH}${ENGLISH}`);
    host.removeAttribute('lang');
    await until(() => logged.length, 'a hint');
    await rendered();
    expect(displayed(count)).to.equal('1 person is here');
    expect(logged).to.have.lengthOf(1);
    expect(logged[0]).to.match(/^<ot-connection-count>: its phrases have no lang, .*lang="en"/);
  });

  it('a lang that the browser does not know: one hint, which names it', async () => {
    const {host} = await sessionWithCount(ENGLISH);
    host.lang = 'cz';
    await until(() => logged.length, 'a hint');
    expect(logged[0]).to.contain('"cz"');
    host.lang = 'cs';
    await rendered();
    expect(logged).to.have.lengthOf(1);
  });

  it('no lang and no phrases: no hint', async () => {
    page.removeAttribute('lang');
    const {host, count} = await sessionWithCount();
    host.removeAttribute('lang');
    for (let i = 1; i < 1234; i++) platform.join(`guest-${i}`);
    await rendered();
    expect([displayed(count), logged]).to.deep.equal(['1234', []]);
  });

  it('a phrase is isolated, in the direction of its language or else of its text; a dir on the element wins', async () => {
    const {host, count} = await sessionWithCount(ENGLISH);
    const direction = () => {
      const phrase = count.shadowRoot!.querySelector('bdi[part=count]')!;
      const {direction, unicodeBidi} = getComputedStyle(phrase);
      expect(unicodeBidi).to.contain('isolate');
      return direction;
    };
    host.dir = 'rtl';
    expect(direction()).to.equal('ltr');
    host.lang = 'he';
    await rendered();
    expect(direction()).to.equal('rtl');
    host.lang = 'x-hidden';
    await rendered();
    expect(direction()).to.equal('ltr');
    count.textOne = 'אדם אחד כאן';
    await rendered();
    expect(direction()).to.equal('rtl');
    count.dir = 'ltr';
    await rendered();
    expect(direction()).to.equal('ltr');
  });

  it('a lang that changes elsewhere, or has no effect, preserves the text node and a selection in it', async () => {
    const {host, session, count} = await sessionWithCount(ENGLISH);
    const elsewhere = await fixture<HTMLElement>(html`<p lang="pl">Cześć</p>`);
    const text = count.shadowRoot!.querySelector('[part=count]')!.firstChild as Text;
    const range = document.createRange();
    range.setStart(text, 2);
    range.setEnd(text, 8);
    elsewhere.lang = 'de';
    host.lang = 'en-GB';
    await rendered();
    count.textMany = 'changes nothing in English';
    await rendered();
    expect(count.shadowRoot!.querySelector('[part=count]')!.firstChild).to.equal(text);
    expect(range.toString()).to.equal('person');
    uncountOwn(session);
    await rendered();
    expect([text.data, text.isConnected], 'another phrase in the same node').to.deep.equal(['0 people are here', true]);
  });

  it('is found from inside a shadow root of another document, and observed there', async () => {
    const frame = await fixture<HTMLIFrameElement>(html`<iframe title="Elsewhere"></iframe>`);
    const other = frame.contentDocument!;
    const outer = other.createElement('div');
    const inner = other.createElement('div');
    outer.lang = 'pl';
    outer.attachShadow({mode: 'open'}).append(inner);
    other.body.append(outer);
    const {session, count} = await sessionWithCount(html`
      <ot-connection-count text-one="{count} osoba" text-few="{count} osoby" text-many="{count} osób"
        >Na żywo</ot-connection-count
      >
    `);
    inner.attachShadow({mode: 'open'}).append(count);
    count.forElement = session;
    for (let i = 1; i < 5; i++) platform.join(`guest-${i}`);
    await rendered();
    expect(displayed(count)).to.equal('5 osób');
    outer.lang = 'en';
    await rendered();
    expect(displayed(count)).to.equal('5');
  });
});
