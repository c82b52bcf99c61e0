import {aTimeout, expect, fixture, html, oneEvent} from '@open-wc/testing';
import '../../../src/define.js';
import {whenIdle} from '../../../src/elements/ot-session/connect-trigger.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {fakeDocument, restoreDocument} from '../../fakes/fake-document.js';

useFakePlatform();

describe('ot-session: connect-on="idle"', () => {
  it('waits for the page to load, but not forever', async () => {
    const {signal} = new AbortController();
    fakeDocument('readyState', 'interactive');
    try {
      await new Promise<void>((resolve) => {
        whenIdle(signal, resolve, 20);
      });
    } finally {
      restoreDocument();
    }
    expect(document.readyState).to.equal('complete');
  });

  it('calls back once, and not after an abort', async () => {
    const [waiting, given] = [new AbortController(), new AbortController()];
    let calls = 0;
    whenIdle(waiting.signal, () => calls++, 1);
    whenIdle(given.signal, () => (calls += 100), 1);
    given.abort();
    await aTimeout(200);
    expect(calls).to.equal(1);
  });

  it('joins when the page is idle', async () => {
    const element = await fixture<OTSessionElement>(
      html`<ot-session engine="fake" session-id="room" connect-on="idle"></ot-session>`,
    );
    expect(element.state).to.equal('disconnected');
    await oneEvent(element, 'sessionConnected');
    expect(platform.attempts.length).to.equal(1);
  });

  it('pitfall 12: does not join when it was removed before', async () => {
    const element = await fixture<OTSessionElement>(
      html`<ot-session engine="fake" session-id="room" connect-on="idle"></ot-session>`,
    );
    element.remove();
    await new Promise((resolve) =>
      'requestIdleCallback' in window ? requestIdleCallback(resolve) : setTimeout(resolve),
    );
    await aTimeout(20);
    expect(platform.attempts.length).to.equal(0);
  });
});
