import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTConnectionCountElement} from '../../../src/elements/ot-connection-count/ot-connection-count-element.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {initSession} from '../../../src/session/init-session.js';
import {settled, until} from '../../wait.js';
import {displayed, rendered} from '../rendered.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';

useFakePlatform();

const MARKUP = `<ot-session id="session" engine="fake" session-id="room"><ot-connection-count>Live</ot-connection-count></ot-session>`;

async function microtasks(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

interface Page {
  readonly main: HTMLElement;
  readonly session: OTSessionElement;
  /** A count elsewhere in the page. */
  readonly count: OTConnectionCountElement;
  /** Every value of the count since then. */
  readonly values: number[];
}

async function page(): Promise<Page> {
  const all = await fixture<HTMLElement>(
    html`<div>
      <main></main>
      <ot-connection-count for="session"></ot-connection-count>
    </div>`,
  );
  const main = all.querySelector('main')!;
  main.innerHTML = MARKUP;
  await rendered();
  platform.join('guest');
  await rendered();
  const count = all.querySelector<OTConnectionCountElement>(':scope > ot-connection-count')!;
  expect(count.value).to.equal(2);
  const values: number[] = [];
  count.addEventListener('countchange', () => values.push(count.value));
  return {main, session: main.querySelector('ot-session')!, count, values};
}

/** What tools do to a page in one task. */
const REPLACEMENTS: Record<string, (page: Page) => unknown> = {
  'the element is out of the document for some microtasks, as in a Turbo visit': async ({main, session}) => {
    session.remove();
    await microtasks();
    main.append(session);
  },
  'innerHTML with the same markup': ({main}) => (main.innerHTML = MARKUP),
  'an equal element is inserted before the old one is removed': ({main, session}) => {
    session.before(session.cloneNode(true));
    session.remove();
    return main;
  },
  'an equal element is inserted microtasks after the old one was removed': async ({main, session}) => {
    session.remove();
    await microtasks();
    main.innerHTML = MARKUP;
  },
  'the whole page is replaced by a clone': ({main}) => {
    main.replaceWith(main.cloneNode(true));
  },
  'the element is moved twice': ({main, session}) => {
    document.body.append(session);
    main.append(session);
  },
  'the session id is changed and changed back': async ({session}) => {
    session.sessionId = 'other';
    session.sessionId = 'room';
    await microtasks();
  },
};

describe('moving an element does not leave: others receive no events, and the count is never unknown', () => {
  for (const [what, replace] of Object.entries(REPLACEMENTS)) {
    it(what, async () => {
      const all = await page();
      await replace(all);
      await rendered();
      const session = document.querySelector<OTSessionElement>('ot-session#session')!;
      expect(session.state).to.equal('connected');
      expect(platform.attempts, 'connections').to.have.lengthOf(1);
      expect(all.values, 'numbers in between').to.deep.equal([]);
      expect(displayed(session.querySelector('ot-connection-count')!)).to.equal('2');
      session.remove();
    });
  }

  /** Attributes that a server may render differently for each page. */
  const RENEWED = {
    token: ['data=1', 'data=2'],
    src: ['/endpoints/1?body={"token":"data=1"}', '/endpoints/2?body={"token":"data=2"}'],
    roster: ['all', 'none'],
  };
  for (const [attribute, [before, after]] of Object.entries(RENEWED)) {
    for (const [how, position] of [
      ['in place of the old one', undefined],
      ['before the old one is removed', 'beforebegin'],
    ] as const) {
      it(`an element with another ${attribute} that replaces it ${how} joins with that`, async () => {
        const main = await fixture<HTMLElement>(html`<main></main>`);
        const markup = (value = '') =>
          `<ot-session engine="fake" session-id="room" ${attribute}='${value}'></ot-session>`;
        main.innerHTML = markup(before);
        const old = main.querySelector('ot-session')!;
        await until(() => old.state === 'connected', 'it joins');
        if (position) {
          old.insertAdjacentHTML(position, markup(after));
          old.remove();
        } else main.innerHTML = markup(after);
        const element = main.querySelector('ot-session')!;
        await until(() => element.state === 'connected' || element.error, 'it joins, or fails');
        expect(element.error?.code).to.equal(undefined);
        await until(() => platform.running === 1, 'the old connection has ended');
        expect(element.connection!.data).to.equal(attribute === 'roster' ? '' : '2');
        expect(platform.attempts.at(-1)!.config.options?.connectionEventsSuppressed).to.equal(
          attribute === 'roster' ? true : undefined,
        );
      });
    }
  }

  it('a session whose element is removed as the page is unloaded is left at once', async () => {
    for (const capture of [true, false]) {
      const {session} = await page();
      addEventListener('pagehide', () => session.remove(), {once: true, capture});
      dispatchEvent(new PageTransitionEvent('pagehide'));
      expect(platform.running).to.equal(0);
      dispatchEvent(new PageTransitionEvent('pageshow'));
      platform.leave('guest');
    }
  });

  it('a count that is out of the document for some microtasks keeps its number', async () => {
    const {count, values} = await page();
    const parent = count.parentElement!;
    count.remove();
    await microtasks();
    parent.append(count);
    await rendered();
    expect(values).to.deep.equal([]);
    expect(displayed(count)).to.equal('2');
  });

  it('a session whose element is removed for good is left, and the count is unknown', async () => {
    const {session, count} = await page();
    session.remove();
    await until(() => platform.running === 0, 'the connection has ended');
    await rendered();
    expect(count.value).to.be.NaN;
  });
});

describe('a document without a window has no session', () => {
  for (const [what, document_] of [
    ['createHTMLDocument()', () => document.implementation.createHTMLDocument()],
    ['DOMParser', () => new DOMParser().parseFromString('<p>', 'text/html')],
  ] as const) {
    it(`an element adopted into one of ${what} leaves, and joins again when it returns`, async () => {
      const {main, session} = await page();
      document_().body.append(session);
      await until(() => platform.running === 0, 'the connection has ended');
      main.append(session);
      await until(() => session.state === 'connected', 'it joins again');
    });
  }

  it('an element adopted into a template leaves, and one parsed in a template does nothing', async () => {
    const {main, session} = await page();
    const template = document.createElement('template');
    main.append(template);
    template.content.append(session);
    await until(() => platform.running === 0, 'the connection has ended');
    template.innerHTML = MARKUP;
    await settled();
    expect(platform.attempts).to.have.lengthOf(1);
  });

  it('an element appended to a template itself, as frameworks do, leaves, and joins again when it is moved out', async () => {
    const {main, session} = await page();
    const template = document.createElement('template');
    main.append(template);
    template.append(session);
    await until(() => platform.running === 0, 'the connection has ended');
    const another = session.cloneNode();
    template.append(another);
    await settled();
    expect(platform.attempts).to.have.lengthOf(1);
    main.append(session);
    await until(() => session.state === 'connected', 'it joins again');
  });

  it('an element in a frame leaves when the frame is removed', async () => {
    const {session} = await page();
    const frame = document.createElement('iframe');
    document.body.append(frame);
    frame.contentDocument!.body.append(session);
    await settled();
    await settled();
    expect([session.state, platform.attempts.length]).to.deep.equal(['connected', 1]);
    frame.remove();
    await until(() => platform.running === 0, 'the connection has ended');
  });
});

describe('a Turbo preview', () => {
  afterEach(() => {
    document.documentElement.removeAttribute('data-turbo-preview');
  });

  for (const connectOn of ['load', 'visible', 'idle'] as const) {
    it(`connect-on="${connectOn}": does not join until it is the page itself`, async () => {
      document.documentElement.setAttribute('data-turbo-preview', '');
      const session = await fixture<OTSessionElement>(
        html`<ot-session engine="fake" session-id="room" connect-on=${connectOn}>Live now</ot-session>`,
      );
      await rendered();
      await rendered();
      expect([session.state, platform.attempts.length]).to.deep.equal(['disconnected', 0]);
      document.documentElement.removeAttribute('data-turbo-preview');
      await until(() => session.state === 'connected', 'it joins');
      expect(platform.attempts).to.have.lengthOf(1);
    });
  }

  it('neither joins nor leaves: an equal element of the page takes over', async () => {
    const {main, session, values} = await page();
    document.documentElement.setAttribute('data-turbo-preview', '');
    main.innerHTML = MARKUP;
    await rendered();
    await rendered();
    expect([session.state, platform.attempts.length]).to.deep.equal(['connected', 1]);
    document.documentElement.removeAttribute('data-turbo-preview');
    await rendered();
    main.innerHTML = MARKUP;
    await until(() => session.state === 'disconnected', 'the first element has left');
    await rendered();
    expect(main.querySelector('ot-session')!.state).to.equal('connected');
    expect(platform.attempts).to.have.lengthOf(1);
    expect(values.at(-1)).to.equal(2);
  });

  it('of a page without the session leaves once the page is rendered', async () => {
    const {main, session} = await page();
    document.documentElement.setAttribute('data-turbo-preview', '');
    main.replaceChildren();
    await rendered();
    expect(session.state).to.equal('connected');
    document.documentElement.removeAttribute('data-turbo-preview');
    await until(() => platform.running === 0, 'the connection has ended');
  });

  it('that is replaced by the page joins nothing', async () => {
    document.documentElement.setAttribute('data-turbo-preview', '');
    const session = await fixture<OTSessionElement>(html`<ot-session engine="fake" session-id="room"></ot-session>`);
    await rendered();
    session.remove();
    await rendered();
    document.documentElement.removeAttribute('data-turbo-preview');
    await rendered();
    expect(platform.attempts).to.have.lengthOf(0);
  });
});

describe('a session that script set, while its element is out of the document', () => {
  it('may change its count: the element reports that when it is inserted again', async () => {
    const given = initSession('', 'room', {engine: 'fake', reconnect: 'never'});
    await given.connect();
    const session = await fixture<OTSessionElement>(html`<ot-session></ot-session>`);
    session.session = given;
    const counts: number[] = [];
    session.addEventListener('connectioncountchange', () => counts.push(session.connectionCount));
    const parent = session.parentElement!;
    session.remove();
    await settled();
    await settled();
    platform.join('a');
    expect(counts).to.deep.equal([]);
    parent.append(session);
    expect(counts).to.deep.equal([2]);
    await given.disconnect();
  });
});
