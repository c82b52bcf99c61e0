import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import {OTConnectionCountElement} from '../../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {seemsUnclosed} from '../../../src/elements/ot-connection-count/unclosed-element.js';
import type {Session} from '../../../src/session/session.js';
import {settled, until} from '../../collect.js';
import {another, countStates, drawn, platform, quiet, shown, useFakePlatform} from '../fake-page.js';

useFakePlatform();

async function both(template = html`<ot-connection-count>Live now</ot-connection-count>`) {
  const host = await fixture<HTMLElement>(html`
    <div lang="en"><ot-session id="s" engine="fake" session-id="room" reconnect="never">${template}</ot-session></div>
  `);
  await drawn();
  return {
    host,
    session: host.querySelector<OTSessionElement>('ot-session')!,
    count: host.querySelector<OTConnectionCountElement>('ot-connection-count')!,
  };
}

describe('ot-connection-count: what it shows', () => {
  it('pitfall 7: its own content until the number is known, and after leaving again; never 0', async () => {
    platform.hang = true;
    const {session, count} = await both();
    expect([shown(count), count.value, countStates(count)]).to.deep.equal(['fallback: Live now', NaN, ['unknown']]);
    platform.hang = false;
    await drawn();
    expect([shown(count), count.value, countStates(count)]).to.deep.equal(['1', 1, []]);
    await session.disconnect();
    await drawn();
    expect([shown(count), count.value, countStates(count)]).to.deep.equal(['fallback: Live now', NaN, ['unknown']]);
  });

  it('the number of those who are counted, live', async () => {
    const {count} = await both();
    platform.join('a');
    platform.join('b');
    expect(count.value).to.equal(3);
    await drawn();
    expect(shown(count)).to.equal('3');
    platform.leave('a');
    await drawn();
    expect(shown(count)).to.equal('2');
  });

  it('0 is empty, and not unknown', async () => {
    const {session, count} = await both();
    (session.session as Session).uncount(session.connection!);
    await drawn();
    expect([shown(count), countStates(count)]).to.deep.equal(['0', ['empty']]);
  });

  it('pitfall 6: while reconnecting, the last number, marked stale', async () => {
    const {count} = await both();
    platform.reconnecting();
    await drawn();
    expect([shown(count), countStates(count)]).to.deep.equal(['1', ['stale']]);
    platform.reconnected();
    expect(countStates(count)).to.deep.equal([]);
  });

  it('is not stale any more when the session ended', async () => {
    const {count} = await both();
    platform.reconnecting();
    platform.disconnect('networkDisconnected');
    expect(countStates(count)).to.deep.equal(['unknown']);
  });

  it('pitfall 7: an error is unknown, too', async () => {
    const host = await fixture(html`
      <div>
        <ot-session engine="none" session-id="x"><ot-connection-count>Live now</ot-connection-count></ot-session>
      </div>
    `);
    await drawn();
    const count = host.querySelector<OTConnectionCountElement>('ot-connection-count')!;
    expect([shown(count), count.value, countStates(count)]).to.deep.equal(['fallback: Live now', NaN, ['unknown']]);
  });

  it('countchange comes when value changed, and does not bubble', async () => {
    const {host, count} = await both();
    const values: number[] = [];
    count.addEventListener('countchange', () => values.push(count.value));
    host.addEventListener('countchange', () => values.push(-1));
    platform.join('a');
    platform.reconnecting();
    platform.reconnected();
    expect(values).to.deep.equal([2]);
  });

  it('another kind of number is one update more, of which Lit has nothing to say', async () => {
    const {count} = await both();
    let updates = 0;

    const {update} = count as unknown as {update: (changed: unknown) => void};
    Object.assign(count, {
      update(changed: unknown) {
        updates++;
        update.call(count, changed);
      },
    });
    platform.join('a');
    await drawn();
    expect([shown(count), updates]).to.deep.equal(['2', 1]);
    quiet.said.length = 0;
    count.count = 'others';
    await until(() => shown(count) === '1', 'the others');
    expect(quiet.said.filter((said) => said.includes('change-in-update'))).to.deep.equal([]);
  });

  it('takes the same place as a fallback of the same width', async () => {
    platform.hang = true;
    const {host, count} = await both(html`<p>We are <ot-connection-count>1</ot-connection-count> here</p>`);
    const box = () => [count, host.querySelector('p')!].map((e) => JSON.stringify(e.getBoundingClientRect()));
    const before = box();
    expect(count.getBoundingClientRect().width).to.be.above(0);
    platform.hang = false;
    await drawn();
    expect(shown(count)).to.equal('1');
    expect(box()).to.deep.equal(before);
  });

  it('pitfall 21: 15,000 at once are drawn once, and single arrivals at most once a frame', async function () {
    this.timeout(30_000);
    platform.hang = true;
    const {count} = await both();
    let renders = 0;
    const drawings = new MutationObserver((records) => (renders += records.length));
    drawings.observe(count.shadowRoot!, {childList: true, characterData: true, subtree: true});
    try {
      for (let i = 1; i < 15_000; i++) platform.join(`guest-${i}`);
      platform.hang = false;
      await drawn();
      expect([renders, shown(count)]).to.deep.equal([1, '15,000']);
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
      await drawn();
      expect(shown(count)).to.equal('15,060');
      // where frames are late, every 100 ms
      expect(renders).to.be.at.most(frames + (performance.now() - begun) / 100 + 3);
      expect(renders).to.be.below(60);
    } finally {
      drawings.disconnect();
    }
  });
});

describe('ot-connection-count: in words', () => {
  const counted = async (count: OTConnectionCountElement, n: number) => {
    const {session} = {session: count.closest<OTSessionElement>('ot-session')!};
    const there = session.connections.size;
    for (let i = there; i < n; i++) platform.join(`guest-${i}`);
    if (n === 0) (session.session as Session).uncount(session.connection!);
    await drawn();
    return shown(count);
  };

  it('English: one and other, with the number wherever it is asked for', async () => {
    const {count} = await both(html`
      <ot-connection-count text-one="{count} person" text-other="{count} people, all {count}"></ot-connection-count>
    `);
    expect(shown(count)).to.equal('1 person');
    expect(await counted(count, 2)).to.equal('2 people, all 2');
    expect(await counted(count, 1200)).to.equal('1,200 people, all 1,200');
  });

  it('English: zero, also where the grammar has no form for it', async () => {
    const {count} = await both(
      html`<ot-connection-count text-zero="nobody" text-other="{count}"></ot-connection-count>`,
    );
    expect(await counted(count, 0)).to.equal('nobody');
  });

  it('pitfall 22: Polish has few and many', async () => {
    const {count} = await both(html`
      <ot-connection-count
        lang="pl"
        text-one="{count} osoba"
        text-few="{count} osoby"
        text-many="{count} osób"
      ></ot-connection-count>
    `);
    expect(shown(count)).to.equal('1 osoba');
    expect(await counted(count, 3)).to.equal('3 osoby');
    expect(await counted(count, 5)).to.equal('5 osób');
    expect(await counted(count, 22)).to.equal('22 osoby');
  });

  it('pitfall 22: Arabic has six forms, its own digits, and goes from right to left', async () => {
    const {count} = await both(html`
      <ot-connection-count
        lang="ar-EG"
        dir="rtl"
        text-one="واحد"
        text-two="اثنان"
        text-few="قليل {count}"
        text-many="كثير {count}"
        text-other="آخر {count}"
      ></ot-connection-count>
    `);
    expect(shown(count)).to.equal('واحد');
    expect(await counted(count, 2)).to.equal('اثنان');
    expect(await counted(count, 3)).to.equal('قليل ٣');
    expect(await counted(count, 11)).to.equal('كثير ١١');
    expect(await counted(count, 100)).to.equal('آخر ١٠٠');
    expect(getComputedStyle(count.shadowRoot!.querySelector('[part=count]')!).direction).to.equal('rtl');
  });

  it('pitfall 22: follows the nearest lang, also when that changes, also from outside of a shadow root', async () => {
    for (let i = 1; i < 1234; i++) platform.join(`guest-${i}`);
    const host = await fixture<HTMLElement>(html`<div lang="de"><p></p></div>`);
    const inner = host.querySelector('p')!.attachShadow({mode: 'open'});
    const session = document.createElement('ot-session');
    Object.assign(session, {engine: 'fake', sessionId: 'room'});
    const count = document.createElement('ot-connection-count');
    session.append(count);
    inner.append(session);
    await drawn();
    expect(shown(count)).to.equal('1.234');
    host.lang = 'en';
    await drawn();
    expect(shown(count)).to.equal('1,234');
    session.lang = 'de-CH';
    await drawn();
    expect(shown(count)).to.equal(new Intl.NumberFormat('de-CH').format(1234));
    expect(shown(count)).not.to.contain(',');
    session.removeAttribute('lang');
    await drawn();
    expect(shown(count)).to.equal('1,234');
    const elsewhere = await fixture<HTMLElement>(html`<div lang="de"></div>`);
    elsewhere.append(session);
    await drawn();
    expect(shown(count)).to.equal('1.234');
  });

  it('a lang that is none does no harm', async () => {
    const {count} = await both(html`<ot-connection-count lang="x_!"></ot-connection-count>`);
    expect(shown(count)).to.equal('1');
  });

  it('templates may change, and a dollar sign in one is a dollar sign', async () => {
    const {count} = await both(html`<ot-connection-count text-one="$&amp; {count}"></ot-connection-count>`);
    expect(shown(count)).to.equal('$& 1');
    count.textOne = 'just you';
    await drawn();
    expect(shown(count)).to.equal('just you');
    count.removeAttribute('text-one');
    await drawn();
    expect(shown(count)).to.equal('1');
  });

  it('what templates hold is text, never markup', async () => {
    const {count} = await both(
      html`<ot-connection-count text-one="&lt;b onclick=x&gt;{count}&lt;/b&gt;"></ot-connection-count>`,
    );
    expect(shown(count)).to.equal('<b onclick=x>1</b>');
  });
});

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

  /** A count of nobody with English phrases, whose only `lang` is the page's. */
  async function ofNobody() {
    page.lang = 'en';
    const {host, session, count} = await both(ENGLISH);
    host.removeAttribute('lang');
    (session.session as Session).uncount(session.connection!);
    await drawn();
    expect(shown(count)).to.equal('0 people are here');
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
    it(`a lang that comes with the marker of ${translator} translator does not affect the phrase`, async () => {
      const {host, count} = await ofNobody();
      page.lang = 'fr';
      translate(host);
      await drawn();
      expect(shown(count)).to.equal('0 people are here');
    });

    it(`nor one that comes a moment before the marker of ${translator} translator`, async () => {
      const {host, count} = await ofNobody();
      page.lang = 'fr';
      await drawn();
      translate(host);
      await drawn();
      expect(shown(count)).to.equal('0 people are here');
    });
  }

  it('nor one that comes after the marker, nor the next translation', async () => {
    const {count} = await ofNobody();
    page.classList.add('translated-ltr');
    await drawn();
    for (const next of ['fr', 'pt', 'ru']) {
      page.lang = next;
      await drawn();
      expect(shown(count), next).to.equal('0 people are here');
    }
  });

  it('nor does Firefox’s, which marks elements only while it translates them', async () => {
    const {host, count} = await ofNobody();
    page.lang = 'fr';
    host.setAttribute('data-moz-translations-id', '0');
    await drawn();
    host.removeAttribute('data-moz-translations-id');
    await drawn();
    expect(shown(count)).to.equal('0 people are here');
  });

  it('the original that is shown again, and a lang of the page’s own after that, are followed', async () => {
    const {count} = await ofNobody();
    page.lang = 'ru';
    page.className = 'translated-ltr';
    await drawn();
    page.className = '';
    page.lang = 'en';
    await drawn();
    expect(shown(count)).to.equal('0 people are here');
    page.lang = 'fr';
    await drawn();
    expect(shown(count)).to.equal('0 person is here');
  });

  it('a count that is added to a translated page has the author’s language', async () => {
    await ofNobody();
    page.lang = 'fr';
    page.className = 'translated-ltr';
    await drawn();
    const {session, count} = await both(ENGLISH);
    count.closest('div')!.removeAttribute('lang');
    (session.session as Session).uncount(session.connection!);
    await drawn();
    expect(shown(count)).to.equal('0 people are here');
  });

  it('lang on the element always wins, as does that of an ancestor below the root', async () => {
    const {host, count} = await ofNobody();
    page.lang = 'ru';
    page.className = 'translated-ltr';
    count.lang = 'fr';
    await drawn();
    expect(shown(count)).to.equal('0 person is here');
    count.removeAttribute('lang');
    host.lang = 'fr';
    await drawn();
    expect(shown(count)).to.equal('0 person is here');
  });

  it('digits are of the same language as the phrase', async () => {
    const {count} = await ofNobody();
    count.max = 1000;
    for (let i = 0; i < 1001; i++) platform.join(`guest-${i}`);
    page.lang = 'ar-EG';
    page.className = 'translated-rtl';
    await drawn();
    expect(shown(count)).to.equal('1,000+ people are here');
    expect(count.shadowRoot!.querySelector<HTMLElement>('[part=count]')!.lang, 'for voices and fonts').to.equal('en');
  });

  it('no lang: one hint for the page, once it is loaded, and text-one for 1 alone', async () => {
    page.removeAttribute('lang');
    const {host, count} = await both(html`${ENGLISH}${ENGLISH}`);
    host.removeAttribute('lang');
    await until(() => quiet.said.length, 'a hint');
    await drawn();
    expect(shown(count)).to.equal('1 person is here');
    expect(quiet.said).to.have.lengthOf(1);
    expect(quiet.said[0]).to.match(/^<ot-connection-count>: its phrases have no lang\. .*lang="en"/);
  });

  it('a lang that the browser does not know: one hint, which names it', async () => {
    const {host} = await both(ENGLISH);
    host.lang = 'cz';
    await until(() => quiet.said.length, 'a hint');
    expect(quiet.said[0]).to.contain('"cz"');
    host.lang = 'cs';
    await drawn();
    expect(quiet.said).to.have.lengthOf(1);
  });

  it('no lang and no phrases: no hint', async () => {
    page.removeAttribute('lang');
    const {host, count} = await both();
    host.removeAttribute('lang');
    for (let i = 1; i < 1234; i++) platform.join(`guest-${i}`);
    await drawn();
    expect([shown(count), quiet.said]).to.deep.equal(['1234', []]);
  });

  it('a phrase is isolated, in the direction of its language, or else of its text; a dir on the element wins', async () => {
    const {host, count} = await both(ENGLISH);
    const direction = () => {
      const phrase = count.shadowRoot!.querySelector('bdi[part=count]')!;
      const {direction, unicodeBidi} = getComputedStyle(phrase);
      expect(unicodeBidi).to.contain('isolate');
      return direction;
    };
    host.dir = 'rtl';
    expect(direction()).to.equal('ltr');
    host.lang = 'he';
    await drawn();
    expect(direction()).to.equal('rtl');
    host.lang = 'x-hidden';
    await drawn();
    expect(direction()).to.equal('ltr');
    count.textOne = 'אדם אחד כאן';
    await drawn();
    expect(direction()).to.equal('rtl');
    count.dir = 'ltr';
    await drawn();
    expect(direction()).to.equal('ltr');
  });

  it('a lang that changes elsewhere, or changes nothing, leaves the text node and a selection in it', async () => {
    const {host, session, count} = await both(ENGLISH);
    const elsewhere = await fixture<HTMLElement>(html`<p lang="pl">Cześć</p>`);
    const text = count.shadowRoot!.querySelector('[part=count]')!.firstChild as Text;
    const range = document.createRange();
    range.setStart(text, 2);
    range.setEnd(text, 8);
    elsewhere.lang = 'de';
    host.lang = 'en-GB';
    await drawn();
    count.textMany = 'changes nothing in English';
    await drawn();
    expect(count.shadowRoot!.querySelector('[part=count]')!.firstChild).to.equal(text);
    expect(range.toString()).to.equal('person');
    (session.session as Session).uncount(session.connection!);
    await drawn();
    expect([text.data, text.isConnected], 'another phrase in the same node').to.deep.equal(['0 people are here', true]);
  });

  it('is found from inside a shadow root of another document, and followed there', async () => {
    const frame = await fixture<HTMLIFrameElement>(html`<iframe title="Elsewhere"></iframe>`);
    const other = frame.contentDocument!;
    const outer = other.createElement('div');
    const inner = other.createElement('div');
    outer.lang = 'pl';
    outer.attachShadow({mode: 'open'}).append(inner);
    other.body.append(outer);
    const {session, count} = await both(html`
      <ot-connection-count text-one="{count} osoba" text-few="{count} osoby" text-many="{count} osób"
        >Na żywo</ot-connection-count
      >
    `);
    inner.attachShadow({mode: 'open'}).append(count);
    count.forElement = session;
    for (let i = 1; i < 5; i++) platform.join(`guest-${i}`);
    await drawn();
    expect(shown(count)).to.equal('5 osób');
    outer.lang = 'en';
    await drawn();
    expect(shown(count)).to.equal('5');
  });
});

describe('ot-connection-count: text-stale', () => {
  it('follows the phrase while the number is stale', async () => {
    const {count} = await both(html`
      <ot-connection-count
        text-other="{count} here"
        text-one="{count} here"
        text-stale="(connection lost)"
      ></ot-connection-count>
    `);
    const stale = () => count.shadowRoot!.querySelector('[part=count] > [part=stale]');
    expect([shown(count), stale()]).to.deep.equal(['1 here', null]);
    const text = count.shadowRoot!.querySelector('[part=count]')!.firstChild;
    for (let times = 0; times < 2; times++) {
      platform.reconnecting();
      await drawn();
      expect([shown(count), stale()?.textContent]).to.deep.equal(['1 here (connection lost)', ' (connection lost)']);
      platform.reconnected();
      await drawn();
      expect([shown(count), stale()]).to.deep.equal(['1 here', null]);
    }
    expect(count.shadowRoot!.querySelector('[part=count]')!.firstChild).to.equal(text);
  });
});

describe('ot-connection-count: not closed', () => {
  const parsed = async (markup: string) => {
    const host = await fixture<HTMLElement>(html`<div lang="en"></div>`);
    // a parser's own tree, as of a page
    host.append(...new DOMParser().parseFromString(`<body>${markup}`, 'text/html').body.childNodes);
    await drawn();
    return host;
  };

  // first, since a page has the hint once
  it('one hint for the page says so, and what to write', async () => {
    await parsed('<p>There are <ot-connection-count /> people. <ot-connection-count /> too.</p>');
    await until(() => quiet.said.length, 'a hint');
    await drawn();
    const [hint, ...others] = quiet.said.filter((said) => said.includes('does not close'));
    expect(hint).to.contain('<ot-connection-count></ot-connection-count>');
    expect(others).to.deep.equal([]);
  });

  for (const markup of [
    '<p>There are <ot-connection-count /> people here.</p>',
    '<p>There are <ot-connection-count text-one="one" /> <b>people</b> here.</p>',
    '<p>Online (<ot-connection-count />), more or less</p>',
    '<p>Online: <ot-connection-count />. Join us!</p>',
    '<p>There are <ot-connection-count />\n people here.</p>',
    '<p>There are <ot-connection-count /> people here.\n</p>',
    '<div>\n  <ot-connection-count />\n  people are here\n</div>',
    '<ul><li><ot-connection-count/> online</li></ul>',
    '<ot-connection-count />\n<h1>Welcome</h1>\n<p>Text</p>',
    '<ot-connection-count /><main>All of the page</main>',
    '<p><ot-connection-count for="a" />, <ot-connection-count for="b" /></p>',
  ]) {
    it(`seems not closed: ${JSON.stringify(markup)}`, async () => {
      const host = await parsed(markup);
      expect(seemsUnclosed(host.querySelector('ot-connection-count')!)).to.equal(true);
    });
  }

  for (const markup of [
    '<p><ot-connection-count></ot-connection-count></p>',
    '<p><ot-connection-count /></p>',
    '<p>There are <ot-connection-count>some</ot-connection-count> people here.</p>',
    '<p>There are <ot-connection-count>some people here</ot-connection-count></p>',
    '<p>There are <ot-connection-count> some </ot-connection-count></p>',
    '<p>There are\n <ot-connection-count>\n  some\n </ot-connection-count>\n</p>',
    '<p>There are <ot-connection-count>\n  some\n</ot-connection-count></p>',
    '<p><ot-connection-count>…</ot-connection-count></p>',
    '<p><ot-connection-count>. . .</ot-connection-count> people</p>',
    '<p><ot-connection-count\n  text-one="x"\n  >Live now</ot-connection-count\n></p>',
    '<p>Here: <ot-connection-count><b>Live</b> <img alt="now"></ot-connection-count></p>',
    '<div><ot-connection-count><span class="skeleton"></span></ot-connection-count></div>',
    '<div>\n<ot-connection-count>\n<p>Loading</p>\n</ot-connection-count>\n</div>',
    '<span data-ot-connection-count><ot-connection-count> Live</ot-connection-count></span>',
  ]) {
    it(`is closed: ${JSON.stringify(markup)}`, async () => {
      const host = await parsed(markup);
      expect(seemsUnclosed(host.querySelector('ot-connection-count')!)).to.equal(false);
      expect(quiet.said).to.deep.equal([]);
    });
  }
});

describe('ot-connection-count: finds its session', () => {
  const session = (attributes: Partial<OTSessionElement> = {}) =>
    Object.assign(document.createElement('ot-session'), {engine: 'fake', sessionId: 'room', ...attributes});
  const counter = (attributes: Partial<OTConnectionCountElement> = {}) =>
    Object.assign(document.createElement('ot-connection-count'), attributes);

  it('by for, wherever it is in the same root, whichever comes first', async () => {
    const host = await fixture<HTMLElement>(html`<div></div>`);
    const count = counter({htmlFor: 'later'});
    host.append(count);
    await drawn();
    expect(count.getAttribute('for')).to.equal('later');
    expect(count.value).to.be.NaN;
    host.append(session({id: 'later'}));
    await drawn();
    expect(count.value).to.equal(1);
  });

  it('by for before the nearest, and by forElement before for', async () => {
    const host = await fixture<HTMLElement>(html`<div></div>`);
    const [around, named, given] = [
      session({sessionId: 'around'}),
      session({id: 'named', sessionId: 'named'}),
      session({sessionId: 'given'}),
    ];
    const count = counter();
    around.append(count);
    host.append(around, named, given);
    await drawn();
    (around.session as Session).uncount(around.connection!);
    (named.session as Session).on('connectionCreated', () => undefined);
    expect(count.value).to.equal(0);
    count.htmlFor = 'named';
    await drawn();
    expect(count.value).to.equal(1);
    await given.disconnect();
    count.forElement = given;
    expect(count.value).to.be.NaN;
    count.forElement = null;
    expect(count.value).to.equal(1);
    count.htmlFor = '';
    await drawn();
    expect(count.value).to.equal(0);
    expect(count.hasAttribute('for')).to.equal(false);
  });

  it('renamed, removed, added: the count follows', async () => {
    const host = await fixture<HTMLElement>(html`<div></div>`);
    const one = session({id: 'one'});
    const count = counter({htmlFor: 'one'});
    host.append(count, one);
    await drawn();
    expect(count.value).to.equal(1);
    one.id = 'two';
    await drawn();
    expect(count.value).to.be.NaN;
    one.id = 'one';
    await drawn();
    expect(count.value).to.equal(1);
    one.remove();
    await drawn();
    expect(count.value).to.be.NaN;
    host.append(one);
    await drawn();
    expect(count.value).to.equal(1);
  });

  it('a session that is upgraded after the count, around it or named', async () => {
    const host = await fixture<HTMLElement>(html`<div></div>`);
    const around = document.createElement('ot-session-upgraded') as OTSessionElement;
    around.setAttribute('engine', 'fake');
    around.setAttribute('session-id', 'room');
    around.id = 'upgraded';
    const [inside, named] = [counter(), counter({htmlFor: 'upgraded'})];
    around.append(inside);
    host.append(around, named);
    await drawn();
    expect([inside.value, named.value]).to.deep.equal([NaN, NaN]);
    expect(quiet.said, 'a tag that may yet be defined is not wrong').to.deep.equal([]);
    class Upgraded extends OTSessionElement {}
    Upgraded.define('ot-session-upgraded');
    await drawn();
    expect([inside.value, named.value]).to.deep.equal([1, 1]);
  });

  it('the nearest one through slots and out of shadow roots, closed ones too', async () => {
    const host = await fixture<HTMLElement>(html`<div></div>`);
    const light = counter();
    host.append(light);
    const root = host.attachShadow({mode: 'closed'});
    const one = session();
    one.append(document.createElement('slot'));
    root.append(one);
    await drawn();
    expect(light.value).to.equal(1);
    const nested = document.createElement('div');
    const deep = counter();
    nested.attachShadow({mode: 'closed'}).append(deep);
    one.append(nested);
    await drawn();
    expect(deep.value).to.equal(1);
  });

  it('another slot, another session', async () => {
    const host = await fixture<HTMLElement>(html`<div></div>`);
    const count = counter();
    host.append(count);
    const root = host.attachShadow({mode: 'open'});
    const [one, two] = [session({sessionId: 'one'}), session({sessionId: 'two'})];
    for (const [i, element] of [one, two].entries()) {
      const slot = document.createElement('slot');
      slot.name = ['', 'other'][i]!;
      element.append(slot);
    }
    root.append(one, two);
    await drawn();
    (two.session as Session).uncount(two.connection!);
    expect(count.value).to.equal(1);
    count.slot = 'other';
    await drawn();
    expect(count.value).to.equal(0);
    count.slot = 'nowhere';
    await drawn();
    expect(count.value).to.be.NaN;
  });

  it('moved from one session to another; moved with its session, it does not flicker', async () => {
    const host = await fixture<HTMLElement>(html`<div><div></div></div>`);
    const [one, two] = [session({sessionId: 'one'}), session({sessionId: 'two'})];
    const count = counter();
    one.append(count);
    host.append(one, two);
    await drawn();
    (two.session as Session).uncount(two.connection!);
    const values: number[] = [];
    count.addEventListener('countchange', () => values.push(count.value));
    two.append(count);
    await drawn();
    expect(values).to.deep.equal([0]);
    host.firstElementChild!.append(two);
    await drawn();
    expect(values).to.deep.equal([0]);
  });

  it('moved by moveBefore()', async function () {
    const host = await fixture<HTMLElement>(html`<div></div>`);
    if (!('moveBefore' in host)) this.skip();
    const [one, two] = [session({sessionId: 'one'}), session({sessionId: 'two'})];
    const count = counter();
    one.append(count);
    host.append(one, two);
    await drawn();
    (two.session as Session).uncount(two.connection!);
    (two as Element & {moveBefore(node: Node, child: Node | null): void}).moveBefore(count, null);
    await drawn();
    expect(count.value).to.equal(0);
  });

  it('pitfall 12: removed, it listens to nothing and knows nothing', async () => {
    const {session: one, count} = await both();
    count.remove();
    await drawn();
    expect(count.value).to.be.NaN;
    const values: number[] = [];
    count.addEventListener('countchange', () => values.push(count.value));
    platform.join('a');
    document.documentElement.lang = 'de';
    document.documentElement.lang = 'en';
    await drawn();
    expect(values).to.deep.equal([]);
    one.append(count);
    await drawn();
    expect(values).to.deep.equal([2]);
  });

  it('of another copy of the package on the page', async () => {
    const copy = (await import(another('ot-session/ot-session-element.ts'))) as {
      OTSessionElement: typeof OTSessionElement;
    };
    // its imports are this copy's; only the class is another one, as with two versions that share the registry
    expect(copy.OTSessionElement).not.to.equal(OTSessionElement);
    copy.OTSessionElement.define('ot-session-copy');
    const host = await fixture<HTMLElement>(html`<div></div>`);
    const other = document.createElement('ot-session-copy') as OTSessionElement;
    Object.assign(other, {engine: 'fake', sessionId: 'room'});
    const count = counter();
    other.append(count);
    host.append(other);
    await drawn();
    expect(count.value).to.equal(1);
  });
});

describe('ot-connection-count: a wrong for', () => {
  /** Resolves when it was warned so often. What warns is loaded first. */
  const warned = (times = 1) => until(() => quiet.said.length >= times, 'a warning');

  for (const [name, markup, expected] of [
    [
      'that names nothing',
      html`<ot-connection-count for="nowhere">Live</ot-connection-count>`,
      'nothing here has that id',
    ],
    [
      'that names another element',
      html`<i id="nowhere"></i><ot-connection-count for="nowhere">Live</ot-connection-count>`,
      'that is a <i>, not an ot-session',
    ],
  ] as const) {
    it(`${name}: one warning, unknown, and no error state`, async () => {
      const host = await fixture(html`<div>${markup}</div>`);
      await warned();
      const count = host.querySelector<OTConnectionCountElement>('ot-connection-count')!;
      expect(countStates(count)).to.deep.equal(['unknown']);
      expect(shown(count)).to.equal('fallback: Live');
      expect(quiet.said.length).to.equal(1);
      expect(quiet.said[0]).to.contain('for="nowhere"').and.to.contain(expected);
      host.append(document.createElement('ot-connection-count'));
      await drawn();
      expect(quiet.said.length).to.equal(1);
    });
  }

  it('set by script, in a session whose number is known: one warning as well', async () => {
    const {count} = await both();
    count.htmlFor = 'nowhere';
    await warned();
    expect([shown(count), countStates(count)]).to.deep.equal(['fallback: Live now', ['unknown']]);
    expect(quiet.said).to.have.lengthOf(1);
  });

  it('is warned of once, however often the element is taken out and put in again', async () => {
    const host = await fixture(html`<div><ot-connection-count for="nowhere">Live</ot-connection-count></div>`);
    const count = host.querySelector<OTConnectionCountElement>('ot-connection-count')!;
    await warned();
    for (let times = 0; times < 2; times++) {
      count.remove();
      await drawn();
      host.append(count);
      await drawn();
    }
    expect(quiet.said).to.have.lengthOf(1);
    count.setAttribute('for', 'nobody');
    await warned(2);
    expect(quiet.said[1]).to.contain('for="nobody"');
  });

  it('that is mended works, without another word', async () => {
    const host = await fixture(html`
      <div>
        <ot-session id="right" engine="fake" session-id="room"></ot-session>
        <ot-connection-count for="wrong">Live</ot-connection-count>
      </div>
    `);
    await warned();
    const count = host.querySelector<OTConnectionCountElement>('ot-connection-count')!;
    expect(quiet.said.length).to.equal(1);
    count.setAttribute('for', 'right');
    await drawn();
    expect(count.value).to.equal(1);
    expect(quiet.said.length).to.equal(1);
  });
});

describe('ot-connection-count: registration', () => {
  it('pitfall 16: the defining module twice, as two copies of the script, does not throw', async () => {
    await import(another('ot-session/ot-session-element-define.ts'));
    await import(another('ot-connection-count/ot-connection-count-element-define.ts'));
    expect(customElements.get('ot-connection-count')).to.equal(OTConnectionCountElement);
  });

  it('is accessible, known and unknown', async () => {
    const {host, session} = await both();
    await expect(host).to.be.accessible();
    await session.disconnect();
    await drawn();
    await expect(host).to.be.accessible();
  });
});
