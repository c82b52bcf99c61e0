import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import {OTConnectionCountElement} from '../../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {displayed, rendered, countStates} from '../rendered.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {sessionWithCount, uncountOwn} from './session-with-count.js';
import {logged} from '../../fakes/console.js';

useFakePlatform();

describe('ot-connection-count: phrases', () => {
  const counted = async (count: OTConnectionCountElement, n: number) => {
    const session = count.closest<OTSessionElement>('ot-session')!;
    const there = session.connections.size;
    for (let i = there; i < n; i++) platform.join(`guest-${i}`);
    if (n === 0) uncountOwn(session);
    await rendered();
    return displayed(count);
  };

  it('English: one and other, with the number at each placeholder', async () => {
    const {count} = await sessionWithCount(html`
      <ot-connection-count text-one="{count} person" text-other="{count} people, all {count}"></ot-connection-count>
    `);
    expect(displayed(count)).to.equal('1 person');
    expect(await counted(count, 2)).to.equal('2 people, all 2');
    expect(await counted(count, 1200)).to.equal('1,200 people, all 1,200');
  });

  it('English: zero, although the grammar has no form for it', async () => {
    const {count} = await sessionWithCount(
      html`<ot-connection-count text-zero="nobody" text-other="{count}"></ot-connection-count>`,
    );
    expect(await counted(count, 0)).to.equal('nobody');
  });

  it('pitfall 22: Polish has few and many', async () => {
    const {count} = await sessionWithCount(html`
      <ot-connection-count
        lang="pl"
        text-one="{count} osoba"
        text-few="{count} osoby"
        text-many="{count} osób"
      ></ot-connection-count>
    `);
    expect(displayed(count)).to.equal('1 osoba');
    expect(await counted(count, 3)).to.equal('3 osoby');
    expect(await counted(count, 5)).to.equal('5 osób');
    expect(await counted(count, 22)).to.equal('22 osoby');
  });

  it('pitfall 22: Arabic has six forms, its own digits, and runs from right to left', async () => {
    const {count} = await sessionWithCount(html`
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
    expect(displayed(count)).to.equal('واحد');
    expect(await counted(count, 2)).to.equal('اثنان');
    expect(await counted(count, 3)).to.equal('قليل ٣');
    expect(await counted(count, 11)).to.equal('كثير ١١');
    expect(await counted(count, 100)).to.equal('آخر ١٠٠');
    expect(getComputedStyle(count.shadowRoot!.querySelector('[part=count]')!).direction).to.equal('rtl');
  });

  it('pitfall 22: uses the nearest lang, even if it changes, and even outside a shadow root', async () => {
    for (let i = 1; i < 1234; i++) platform.join(`guest-${i}`);
    const host = await fixture<HTMLElement>(html`<div lang="de"><p></p></div>`);
    const inner = host.querySelector('p')!.attachShadow({mode: 'open'});
    const session = document.createElement('ot-session');
    Object.assign(session, {engine: 'fake', sessionId: 'room'});
    const count = document.createElement('ot-connection-count');
    session.append(count);
    inner.append(session);
    await rendered();
    expect(displayed(count)).to.equal('1.234');
    host.lang = 'en';
    await rendered();
    expect(displayed(count)).to.equal('1,234');
    session.lang = 'de-CH';
    await rendered();
    expect(displayed(count)).to.equal(new Intl.NumberFormat('de-CH').format(1234));
    expect(displayed(count)).not.to.contain(',');
    session.removeAttribute('lang');
    await rendered();
    expect(displayed(count)).to.equal('1,234');
    const elsewhere = await fixture<HTMLElement>(html`<div lang="de"></div>`);
    elsewhere.append(session);
    await rendered();
    expect(displayed(count)).to.equal('1.234');
  });

  it('an invalid lang does no harm', async () => {
    const {count} = await sessionWithCount(html`<ot-connection-count lang="x_!"></ot-connection-count>`);
    expect(displayed(count)).to.equal('1');
  });

  it('templates may change, and may contain a dollar sign', async () => {
    const {count} = await sessionWithCount(html`<ot-connection-count text-one="$&amp; {count}"></ot-connection-count>`);
    expect(displayed(count)).to.equal('$& 1');
    count.textOne = 'just you';
    await rendered();
    expect(displayed(count)).to.equal('just you');
    count.removeAttribute('text-one');
    await rendered();
    expect(displayed(count)).to.equal('1');
  });

  it('templates are text, never markup', async () => {
    const {count} = await sessionWithCount(
      html`<ot-connection-count text-one="&lt;b onclick=x&gt;{count}&lt;/b&gt;"></ot-connection-count>`,
    );
    expect(displayed(count)).to.equal('<b onclick=x>1</b>');
  });
});

describe('ot-connection-count max, notation, min', () => {
  it('affect how the number is displayed, but not value', async () => {
    const {count} = await sessionWithCount(
      html`<ot-connection-count max="2" text-other="{count} people">Live</ot-connection-count>`,
    );
    for (let i = 1; i < 1500; i++) platform.join(`guest-${i}`);
    await rendered();
    expect([displayed(count), count.value]).to.deep.equal(['2+ people', 1500]);
    count.removeAttribute('max');
    count.setAttribute('notation', 'compact');
    await rendered();
    expect(displayed(count)).to.equal('1.5K people');
    count.setAttribute('min', '2000');
    await rendered();
    expect([displayed(count), count.value, countStates(count)]).to.deep.equal(['fallback: Live', 1500, []]);
    count.textFewPeople = 'a few people';
    await rendered();
    expect(displayed(count)).to.equal('a few people');
  });

  for (const [attribute, value, what] of [
    ['max', 'many', 'a whole number of at least 0'],
    ['max', '', 'a whole number of at least 0'],
    ['min', '-1', 'a whole number of at least 0'],
    ['min', '1.5', 'a whole number of at least 0'],
    ['refresh', '4', 'a whole number of at least 5'],
    ['count', 'everybody', 'connections, others, people'],
    ['notation', 'short', 'standard, compact'],
  ] as const) {
    it(`${attribute}="${value}" causes one warning, and is ignored`, async () => {
      const {count} = await sessionWithCount(html`<ot-connection-count></ot-connection-count>`);
      count.setAttribute(attribute, value);
      await rendered();
      expect(displayed(count)).to.equal('1');
      expect(logged.length).to.equal(1);
      expect(logged[0]).to.contain(`<ot-connection-count ${attribute}="${value}"`).and.to.contain(what);
    });
  }
});
