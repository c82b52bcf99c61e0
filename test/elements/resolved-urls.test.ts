import {expect, fixture, html, oneEvent} from '@open-wc/testing';
import '../../src/define.js';
import type {OTConnectionCountElement} from '../../src/elements/ot-connection-count/ot-connection-count-element.js';
import type {OTSessionElement} from '../../src/elements/ot-session/ot-session-element.js';
import {settled, until} from '../wait.js';
import {platform} from '../fakes/use-fake-platform.js';
import {page, requested, requests, resolved, useRecordedRequests} from './recorded-requests.js';

useRecordedRequests();

function setBase(href: string): HTMLBaseElement {
  const base = document.querySelector('base') ?? document.createElement('base');
  base.href = href;
  document.head.prepend(base);
  return base;
}

/** All ways to change the base URL after the element was inserted. */
const CHANGES: Record<string, () => unknown> = {
  'history.pushState()': () => {
    history.pushState(null, '', '/far/away/');
  },
  'history.replaceState()': () => {
    history.replaceState(null, '', '/far/away/');
  },
  'a hash link': () => {
    location.hash = 'top';
  },
  'a <base> that is added': () => setBase('https://elsewhere.example/'),
  'a <base> that is added, changed, and removed': () => {
    setBase('https://elsewhere.example/').href = '/b/';
    document.querySelector('base')!.remove();
    history.pushState(null, '', '/far/away/');
  },
};

/** What a page may do with an element afterwards. */
const USES: Record<string, (element: OTSessionElement | OTConnectionCountElement) => unknown> = {
  'an update of another property': (element) => {
    if ('refresh' in element) element.refresh = 20;
    else element.reconnect = 'never';
  },
  'a move in the document': (element) => {
    document.body.append(element);
  },
  'a move by moveBefore()': (element) => {
    const {body} = document;
    if ('moveBefore' in body) body.moveBefore(element, null);
    else (body as HTMLElement).append(element);
  },
  'its removal, and its insertion in a later task': async (element) => {
    element.remove();
    await settled();
    await settled();
    document.body.append(element);
  },
};

describe('A URL is resolved once, when it is set in a document', () => {
  for (const [change, makeChange] of Object.entries(CHANGES)) {
    for (const [use, makeUse] of Object.entries(USES)) {
      it(`session src: not again after ${change}, and ${use}`, async () => {
        const element = await fixture<OTSessionElement>(
          html`<ot-session engine="fake" src="credentials"></ot-session>`,
        );
        await oneEvent(element, 'sessionConnected');
        makeChange();
        await makeUse(element);
        await settled();
        await element.disconnect();
        await element.connect();
        expect(new Set(requested)).to.deep.equal(new Set([resolved('credentials')]));
        expect(element.src).to.equal('credentials');
      });

      it(`count src: not again after ${change}, and ${use}`, async () => {
        const element = await fixture<OTConnectionCountElement>(
          html`<ot-connection-count src="count"></ot-connection-count>`,
        );
        await oneEvent(element, 'countchange');
        makeChange();
        await makeUse(element);
        await element.updateComplete;
        element.refresh = 5;
        await until(() => element.value === 1, 'the number');
        expect(new Set(requested)).to.deep.equal(new Set([resolved('count')]));
      });

      it(`service: not again after ${change}, and ${use}`, async () => {
        const element = await fixture<OTSessionElement>(
          html`<ot-session engine="fake" service="/xmpp" session-id="room"></ot-session>`,
        );
        await settled();
        makeChange();
        await makeUse(element);
        await settled();
        await element.disconnect();
        await element.connect();
        const services = platform.attempts.map(({config}) => config.service);
        expect(new Set(services)).to.deep.equal(new Set([resolved('/xmpp')]));
      });
    }
  }

  it('not again for each attempt to join', async () => {
    const element = await fixture<OTSessionElement>(html`<ot-session engine="fake" src="credentials"></ot-session>`);
    await oneEvent(element, 'sessionConnected');
    history.pushState(null, '', '/far/away/');
    Math.random = () => 0;
    const again = oneEvent(element, 'sessionConnected');
    platform.disconnect('serverRotation');
    await again;
    expect(requested).to.deep.equal([resolved('credentials'), resolved('credentials')]);
  });

  it('in the same task, before anything else that the page does', async () => {
    const markup = '<ot-session engine="fake" src="a"></ot-session><ot-connection-count src="b"></ot-connection-count>';
    document.body.insertAdjacentHTML('beforeend', markup);
    history.pushState(null, '', '/far/away/');
    await requests(2);
    expect(requested.sort()).to.deep.equal([resolved('a'), resolved('b')]);
  });

  it('a service that two elements and a script write in different ways is the same', async () => {
    const {initSession} = await import('../../src/session/init-session.js');
    const {host} = location;
    const parent = await fixture(html`
      <div>
        <ot-session engine="fake" session-id="room" service="http://${host}"></ot-session>
        <ot-session engine="fake" session-id="room" service="/"></ot-session>
      </div>
    `);
    const session = initSession('', 'room', {engine: 'fake', service: `HTTP://${host}/#top`});
    await session.connect();
    await settled();
    expect([...parent.querySelectorAll('ot-session')].map(({state}) => state)).to.deep.equal([
      'connected',
      'connected',
    ]);
    expect(platform.attempts).to.have.lengthOf(1);
    await session.disconnect();
  });
});

describe('A URL is resolved again', () => {
  const elements = {
    session: (src: string) => {
      const element = document.createElement('ot-session');
      element.engine = 'fake';
      element.src = src;
      return element;
    },
    count: (src: string) => {
      const element = document.createElement('ot-connection-count');
      element.src = src;
      return element;
    },
  };

  for (const [what, create] of Object.entries(elements)) {
    it(`${what}: when the element is inserted, if it was set before`, async () => {
      const element = create('x');
      await settled();
      history.pushState(null, '', '/one/');
      document.body.append(element);
      history.pushState(null, '', '/two/');
      await requests(1);
      expect(requested).to.deep.equal([resolved('/one/x')]);
    });

    it(`${what}: when it is set again, to the same text as well`, async () => {
      for (const set of [
        (element: ReturnType<typeof create>) => (element.src = 'x'),
        (element: ReturnType<typeof create>) => {
          element.setAttribute('src', 'x');
        },
      ]) {
        requested.length = 0;
        const element = create('x');
        document.body.append(element);
        await requests(1);
        history.pushState(null, '', '/one/');
        set(element);
        history.pushState(null, '', '/two/');
        await settled();
        if ('connect' in element) {
          await element.disconnect();
          await element.connect();
        }
        await requests(2);
        expect(requested[1]).to.equal(resolved('/one/x'));
        history.pushState(null, '', page);
        element.remove();
        await settled();
        await settled();
      }
    });

    it(`${what}: of a clone, when that is inserted`, async () => {
      const element = create('');
      element.setAttribute('src', 'x');
      document.body.append(element);
      const clone = element.cloneNode() as typeof element;
      // one at a time: a second one would be another source for the same session
      element.remove();
      await settled();
      await settled();
      requested.length = 0;
      history.pushState(null, '', '/one/');
      if ('engine' in clone) clone.engine = 'fake';
      document.body.append(clone);
      await requests(1);
      expect(requested).to.deep.equal([resolved('/one/x')]);
    });

    it(`${what}: in another document`, async () => {
      const element = create('x');
      document.body.append(element);
      await requests(1);
      const frame = document.createElement('iframe');
      frame.srcdoc = '<!doctype html><base href="/framed/">';
      const loaded = oneEvent(frame, 'load');
      document.body.append(frame);
      await loaded;
      const other = frame.contentDocument!;
      other.body.append(element);
      await settled();
      await settled();
      if ('connect' in element) {
        await element.disconnect();
        await element.connect();
      }
      await requests(2);
      expect(requested[1]).to.equal(resolved('/framed/x'));
      element.remove();
      frame.remove();
      await settled();
    });

    it(`${what}: in an element that is upgraded later, when it is defined`, async () => {
      // the best approximation: before the upgrade, nothing observed when the attribute was set
      const tag = `${what}-${crypto.randomUUID()}`;
      document.body.insertAdjacentHTML('beforeend', `<${tag} engine="fake" src="x"></${tag}>`);
      history.pushState(null, '', '/one/');
      const base = customElements.get(create('').localName)!;
      customElements.define(tag, class extends base {});
      history.pushState(null, '', '/two/');
      await requests(1);
      expect(requested).to.deep.equal([resolved('/one/x')]);
      document.querySelector(tag)!.remove();
      await settled();
    });

    it(`${what}: never while the element is not in a document`, async () => {
      const element = create('x');
      document.createElement('div').append(element);
      await settled();
      expect(requested).to.deep.equal([]);
    });
  }
});
