import {expect} from '@open-wc/testing';
import type {OTConnectionCountElement} from '../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {settled} from '../wait.js';
import {platform} from '../fakes/use-fake-platform.js';
import {POST, scanned, write, countOf, sessionOf, usePage} from './page.js';

usePage();

describe('scans for hosts', () => {
  it('run at once when a host is re-rendered, but not forever if something undoes each upgrade', async () => {
    const host = await write('<div data-ot-session data-ot-connect-on="manual"></div>');
    const times: number[] = [];
    await new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        const session = sessionOf(host);
        if (!session) return;
        times.push(performance.now());
        if (times.length < 35) {
          session.remove();
          return;
        }
        observer.disconnect();
        resolve();
      });
      observer.observe(host, {childList: true});
      sessionOf(host)!.remove();
    });
    // up to eleven times, then after a tenth of a second; timers may be a millisecond early
    expect(times.at(-1)! - times[0]!).to.be.greaterThan(3 * 99);
  });

  it('run at once when a host is re-rendered: it stays in its session, and its count always has a number', async () => {
    const post = await write(POST);
    platform.join('a');
    const place = post.parentElement!;
    const numbers: number[] = [];
    const changed = ({target}: Event) => numbers.push((target as OTConnectionCountElement).value);
    place.addEventListener('countchange', changed, {capture: true});
    const [attempt] = platform.attempts;
    for (let time = 0; time < 3; time++) {
      place.innerHTML = POST;
      await settled();
    }
    await scanned();
    expect(platform.attempts).to.deep.equal([attempt]);
    expect(platform.running).to.equal(1);
    place.removeEventListener('countchange', changed, {capture: true});
    expect(numbers).to.deep.equal([2, 2, 2]);
  });

  it('run at once when the last one is a while ago', async () => {
    await scanned();
    // The end of scanned() is a change itself, which leads to a scan or two within tenths of a second. Timers are late on a
    // busy machine, but in order.
    for (let look = 0; look < 3; look++) await new Promise((resolve) => setTimeout(resolve, 150));
    const host = document.createElement('div');
    host.dataset.otConnectionCount = '';
    document.body.append(host);
    await Promise.resolve();
    expect(countOf(host)).to.exist;
    host.remove();
  });
});
