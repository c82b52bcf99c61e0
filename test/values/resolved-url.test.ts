import {expect} from '@open-wc/testing';
import {redactCredentials, redactUrl, resolveUrl} from '../../src/values/resolved-url.js';
import {NOT_VALID, WITH_CREDENTIALS} from '../urls-with-credentials.js';

const BASES = ['http://localhost:8000/a/b', 'https://localhost/a/b', undefined];

describe('A URL that contains a username or password', () => {
  for (const text of WITH_CREDENTIALS) {
    it(`cannot be requested, and is printed without its secrets: ${JSON.stringify(text)}`, () => {
      for (const base of BASES) {
        const {url, problem} = resolveUrl(text, base);
        expect(problem, base).to.be.a('string').and.not.to.contain('hunter2');
        if (!url) continue;
        expect(url.href.replace(url.pathname, ''), base).not.to.contain('hunter2');
        expect(redactUrl(url), base).not.to.contain('hunter2');
      }
      expect(redactCredentials(text)).not.to.contain('hunter2');
    });
  }

  for (const text of NOT_VALID) {
    it(`and is invalid is not printed: ${JSON.stringify(text)}`, () => {
      for (const base of BASES)
        expect(resolveUrl(text, base)).to.deep.equal({url: undefined, problem: 'is not a valid URL'});
      expect(redactCredentials(text)).not.to.contain('hunter2');
    });
  }

  it('does not include a URL relative to such a page: the browser sends the password anyway', () => {
    const {url, problem} = resolveUrl('x', 'https://user:hunter2@example.com/a/b');
    expect(url?.href).to.equal('https://example.com/a/x');
    expect(problem).to.equal(undefined);
  });
});

describe('Any other URL', () => {
  for (const [text, resolved, printed] of [
    ['x', 'http://localhost:8000/a/x', 'http://localhost:8000/a/x'],
    ['/x?key=hunter2#top', 'http://localhost:8000/x?key=hunter2', 'http://localhost:8000/x'],
    ['https://example.com/users/@me', 'https://example.com/users/@me', 'https://example.com/users/@me'],
    ['https://@example.com/', 'https://example.com/', 'https://example.com/'],
    ['wss://example.com', 'wss://example.com/', 'wss://example.com/'],
    // of a proxy
    [
      '/https://me:hunter2@example.com/',
      'http://localhost:8000/https://me:hunter2@example.com/',
      'http://localhost:8000…@example.com/',
    ],
    ['data:application/json,{"token":"hunter2"}', 'data:application/json,{"token":"hunter2"}', 'data:…'],
  ] as const) {
    it(`is resolved without its fragment, and printed without its query: ${text}`, () => {
      const {url, problem} = resolveUrl(text, 'http://localhost:8000/a/b');
      expect(url?.href).to.equal(resolved);
      expect(problem).to.equal(undefined);
      expect(redactUrl(url!)).to.equal(printed);
    });
  }

  it('a text that is not a URL is printed as it is', () => {
    for (const text of ['lobby', 'lobby@rooms.example.org', 'xmp', 'me and @you', 'a/b', '/users/@me']) {
      expect(redactCredentials(text)).to.equal(text);
    }
  });
});
