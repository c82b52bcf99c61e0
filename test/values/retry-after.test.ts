import {expect} from '@open-wc/testing';
import {noteRetryAfter, retryAfter} from '../../src/values/retry-after.js';

const DAY = 86_400;
const {random} = Math;

beforeEach(() => {
  Math.random = () => 0;
});
afterEach(() => {
  Math.random = random;
});

/** The delay in seconds before the next request, after this response. */
function secondsAfter(asked: string, {status = 503, date}: {status?: number; date?: string} = {}): number {
  const url = new URL(`https://example.com/${crypto.randomUUID()}`);
  noteRetryAfter(url, new Response(null, {status, headers: {'retry-after': asked, ...(date && {date})}}));
  // less than half a second passes meanwhile
  return Math.round(retryAfter(url) / 1000);
}

const inSeconds = (seconds: number) => new Date(Math.ceil(Date.now() / 1000 + seconds) * 1000).toUTCString();

describe('Retry-After', () => {
  for (const [asked, seconds] of [
    ['60', 60],
    ['0', 0],
    ['64.7', 65],
    [' 5 ', 5],
    // a timestamp instead of seconds, and a very long delay
    ['1764312345', DAY],
    ['9'.repeat(400), DAY],
    ['Fri, 31 Dec 9999 23:59:59 GMT', DAY],
    // in the past, or invalid
    ['Sun, 06 Nov 1994 08:49:37 GMT', 0],
    ['-60', 0],
    ['1e9', 0],
    ['0x10', 0],
    ['60s', 0],
    ['60, 120', 0],
    ['soon', 0],
    ['', 0],
  ] as const) {
    it(`${JSON.stringify(asked)} is ${seconds} s`, () => {
      expect(secondsAfter(asked)).to.equal(seconds);
    });
  }

  it('may be a date in each of the three formats of HTTP', () => {
    const date = 'Sun, 06 Nov 1994 08:48:37 GMT';
    for (const asked of [
      'Sun, 06 Nov 1994 08:49:37 GMT',
      'Sunday, 06-Nov-94 08:49:37 GMT',
      'Sun Nov  6 08:49:37 1994',
    ]) {
      expect(secondsAfter(asked, {date}), asked).to.equal(60);
    }
  });

  it('may be a date by the server’s clock if known, or else by the visitor’s', () => {
    expect(secondsAfter('Sun, 06 Nov 1994 08:49:37 GMT', {date: 'Sun, 06 Nov 1994 08:49:07 GMT'})).to.equal(30);
    expect(secondsAfter(inSeconds(30))).to.be.within(29, 31);
    expect(secondsAfter(inSeconds(30), {date: 'yesterday'})).to.be.within(29, 31);
  });

  it('applies to 429 and 503, not to other responses', () => {
    expect(secondsAfter('60', {status: 429})).to.equal(60);
    for (const status of [200, 301, 404, 500]) expect(secondsAfter('60', {status}), String(status)).to.equal(0);
  });

  it('is randomly extended a bit, so that not all pages return at once', () => {
    Math.random = () => 1;
    expect(secondsAfter('60')).to.equal(66);
  });
});
