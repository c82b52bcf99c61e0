// Which requests markup may cause in a visitor's browser, and what else it may not do.
import {expect} from '@open-wc/testing';
import {attributeNamesOf} from '../../src/auto/data-attributes.js';
import {webOrigin} from '../../src/auto/web-origin.js';
import {resolveUrl} from '../../src/values/resolved-url.js';
import {logged} from '../fakes/console.js';
import {scanned, write, attributesOf, countOf, sessionOf, usePage} from './page.js';

usePage();

const escape = (text: string) => text.replace(/["&<>\t\n]/g, (character) => `&#${character.charCodeAt(0)};`);
const sessionWith = (name: string, value: string) =>
  write(
    `<p data-ot-session data-ot-connect-on="manual" data-ot-${name}="${escape(value)}">` +
      '<i data-ot-connection-count>Live now</i></p>',
  );

const {host, port, origin} = location;

describe('a URL in markup', () => {
  for (const [value, resolved] of [
    ['/session', `${origin}/session`],
    ['session?room=1', new URL('session?room=1', document.baseURI).href],
    [`//${host}/session`, `${origin}/session`],
    [`${origin}/session`, `${origin}/session`],
    [` HTTP:/\t/${host}/a/../session\n`, `${origin}/session`],
    [`ws://${host}/xmpp`, `ws://${host}/xmpp`],
    ['', ''],
  ] as const) {
    it(`of the page’s origin is accepted, resolved: ${JSON.stringify(value)}`, async () => {
      const session = sessionOf(await sessionWith('src', value));
      expect(attributesOf(session)).to.deep.equal({'connect-on': 'manual', src: resolved});
      expect(logged).to.deep.equal([]);
    });
  }

  for (const value of [
    'https://evil.example/',
    '//evil.example/session',
    '\\\\evil.example/session',
    'ht\ntps://evil.example/',
    `https://${host}@evil.example/`,
    `https://${host}.evil.example/`,
    `http://${location.hostname}:${Number(port) + 1}/`,
    `https://${host}/`, // the page's is http
    `wss://${host}/`,
    'ws://evil.example/',
    `blob:${origin}/${crypto.randomUUID()}`,
    'data:application/json,{}',
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' java\nscript:alert(1)',
    `filesystem:${origin}/temporary/a`,
    'file:///etc/passwd',
    'ftp://evil.example/',
    'about:blank',
    'http://[',
  ]) {
    it(`of another scheme or origin is rejected, and the content stays: ${JSON.stringify(value)}`, async () => {
      const post = await sessionWith('src', value);
      expect(sessionOf(post)).to.equal(null);
      const count = post.querySelector('ot-connection-count')!;
      expect(count.textContent).to.equal('Live now');
      expect(count.value).to.be.NaN;
    });
  }

  it('is checked in every attribute that is requested over the network, on both elements', async () => {
    const evil = 'https://evil.example/';
    // attributes that an element does not read are not copied
    for (const name of ['src', 'service']) {
      const post = await sessionWith(name, evil);
      expect(sessionOf(post)?.hasAttribute(name) ?? false, `session ${name}`).to.equal(false);
      const count = await write(`<i data-ot-connection-count data-ot-${name}="${evil}">Live now</i>`);
      expect(countOf(count)?.hasAttribute(name) ?? false, `count ${name}`).to.equal(false);
      expect(count.textContent).to.equal('Live now');
    }
  });

  it('that is rejected is reported once, with the attribute, the origin, and what to do, but nothing that may be secret', async () => {
    await sessionWith('src', 'https://user:hunter2@told.example/hunter2?hunter2#hunter2');
    await sessionWith('src', 'https://told.example/again');
    expect(logged).to.deep.equal([
      "data-ot-src: the origin https://told.example is not this page's. To allow it, add " +
        'data-ot-origins="https://told.example" to the script tag of ot-elements.',
    ]);
  });

  it('that changes to a rejected one removes the element, and adds it when changed back', async () => {
    const post = await sessionWith('src', '/session');
    expect(sessionOf(post)).to.exist;
    post.dataset.otSrc = 'https://evil.example/';
    await scanned();
    expect(sessionOf(post)).to.equal(null);
    post.dataset.otSrc = '/session';
    await scanned();
    expect(sessionOf(post)!.src).to.equal(`${origin}/session`);
  });

  it('is rejected whatever <base> it is relative to; one that was accepted does not change', async () => {
    const earlier = await sessionWith('src', 'session');
    const session = sessionOf(earlier)!;
    const {src} = session;
    const base = document.createElement('base');
    base.href = 'https://evil.example/';
    document.head.prepend(base);
    try {
      const later = await sessionWith('src', 'session');
      expect(sessionOf(later)).to.equal(null);
      expect(sessionOf(earlier)).to.equal(session);
      expect(session.getAttribute('src')).to.equal(src);
    } finally {
      base.remove();
    }
  });

  it('does not change when the page navigates within its history', async () => {
    const post = await sessionWith('src', 'session');
    const {src} = sessionOf(post)!;
    const {href} = location;
    history.replaceState(null, '', '/far/away/');
    try {
      await scanned();
      expect(sessionOf(post)!.getAttribute('src')).to.equal(src);
    } finally {
      history.replaceState(null, '', href);
    }
  });

  it('that is rejected does not make a count display another session', async () => {
    const outer = await write(
      '<ot-session engine="fake" session-id="room"><p data-ot-session data-ot-src="https://evil.example/"><i data-ot-connection-count></i></p></ot-session>',
    );
    expect(outer.querySelector('ot-connection-count')!.value).to.be.NaN;
  });
});

describe('another attribute in markup', () => {
  it('is ignored if no element reads it', async () => {
    const names = [
      'onclick',
      'onconnectioncreated',
      'style',
      'class',
      'id',
      'slot',
      'is',
      'part',
      'tabindex',
      'popover',
    ];
    const more = ['srcdoc', 'href', 'options', 'getcredentials', 'session', 'nonce', 'hidden', 'autofocus'];
    const data = [...names, ...more].map((name) => `data-ot-${name}="window.ran = 1"`).join(' ');
    const post = await write(`<p data-ot-session data-ot-connect-on="manual" ${data} data-ot-connection-count></p>`);
    expect(attributesOf(sessionOf(post))).to.deep.equal({'connect-on': 'manual'});
    expect(attributesOf(countOf(post))).to.deep.equal({});
  });

  it('is never the token: a warning says so, and the session is joined without one', async () => {
    const host = await write(`<p data-ot-session data-ot-connect-on="manual" data-ot-token="hunter2"></p>`);
    expect(attributesOf(sessionOf(host))).to.deep.equal({'connect-on': 'manual'});
    expect(logged.join()).to.contain('data-ot-token').and.to.contain('data-ot-src').and.not.to.contain('hunter2');
  });

  it('is one of these, of which src and service are URLs', () => {
    // A new attribute fails here. If its value is requested over the network, it belongs in URLS, too.
    const session = ['engine', 'api-key', 'application-id', 'session-id', 'token', 'src', 'credentials'];
    const more = ['connection-events-suppressed', 'connect-on', 'reconnect', 'service', 'roster', 'lowercase-events'];
    const count = [
      'for',
      ...['zero', 'one', 'two', 'few', 'many', 'other'].map((category) => `text-${category}`),
      'src',
      'refresh',
    ];
    const those = ['count', 'person-key', 'max', 'notation', 'min', 'text-few-people', 'text-stale', 'announce'];
    expect([...session, ...more]).to.include.members([...attributeNamesOf('ot-session')]);
    expect([...count, ...those]).to.include.members([...attributeNamesOf('ot-connection-count')]);
  });
});

describe('webOrigin()', () => {
  it('is normalized', () => {
    const originOf = (text: string) => webOrigin(resolveUrl(text).url);
    expect(originOf('https://API.example.org:443/a b')).to.equal('https://api.example.org');
    expect(originOf('wss://api.example.org')).to.equal('https://api.example.org');
    expect(originOf('ws://api.example.org:5280/')).to.equal('http://api.example.org:5280');
    for (const none of ['*', 'null', 'api.example.org', 'blob:https://api.example.org/1', '']) {
      expect(originOf(none), none).to.equal(undefined);
    }
  });
});
