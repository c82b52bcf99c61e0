import {expect, fixture, html, oneEvent} from '@open-wc/testing';
import '../../src/define.js';
import type {OTConnectionCountElement} from '../../src/elements/ot-connection-count/ot-connection-count-element.js';
import type {OTSessionElement} from '../../src/elements/ot-session/ot-session-element.js';
import {until} from '../wait.js';
import {platform} from '../fakes/use-fake-platform.js';
import {page, requested, resolved, useRecordedRequests} from './recorded-requests.js';

useRecordedRequests();

describe('Two sources are the same if their resolved URLs, and credentials modes, are', () => {
  for (const [what, first, second] of [
    ['relative, and absolute', 'credentials', resolved('credentials')],
    ['with a fragment, and without', 'credentials#a', 'credentials'],
    ['in other letters', 'credentials', resolved('credentials').replace('http:', 'HTTP:')],
    ['by way of another folder', 'credentials', './folder/../credentials'],
  ] as const) {
    it(`the same: ${what}; even after the page has navigated within its history`, async () => {
      const one = await fixture<OTSessionElement>(html`<ot-session engine="fake" src=${first}></ot-session>`);
      await oneEvent(one, 'sessionConnected');
      history.replaceState(null, '', '?view=2#top');
      const two = await fixture<OTSessionElement>(html`<ot-session engine="fake" src=${second}></ot-session>`);
      await until(() => two.state === 'connected' || two.error, 'an outcome');
      expect(two.error).to.equal(null);
      expect(platform.attempts).to.have.lengthOf(1);
    });
  }

  it('the same: an object and its string form', async () => {
    const src = new URL('credentials', page);
    const one = await fixture<OTSessionElement>(html`<ot-session engine="fake" .src=${src}></ot-session>`);
    await oneEvent(one, 'sessionConnected');
    expect(one.src).to.equal(src.href);
    const two = await fixture<OTSessionElement>(html`<ot-session engine="fake" src="credentials"></ot-session>`);
    await until(() => two.state === 'connected' || two.error, 'an outcome');
    expect(two.error).to.equal(null);
    const count = await fixture<OTConnectionCountElement>(
      html`<ot-connection-count .src=${src}></ot-connection-count>`,
    );
    await until(() => count.value === 1, 'the number');
    expect(new Set(requested)).to.deep.equal(new Set([src.href]));
  });

  it('different: another mode, or another query', async () => {
    const one = await fixture<OTSessionElement>(html`<ot-session engine="fake" src="credentials"></ot-session>`);
    await oneEvent(one, 'sessionConnected');
    for (const [src, mode] of [
      ['credentials', 'include'],
      ['credentials?', 'same-origin'],
    ] as const) {
      const two = await fixture<OTSessionElement>(
        html`<ot-session engine="fake" src=${src} credentials=${mode}></ot-session>`,
      );
      await until(() => two.error, 'an error');
      expect(two.error!.code).to.equal('session-in-use');
    }
  });

  it('counts with equal sources share one request', async () => {
    const parent = await fixture(html`
      <div>
        <ot-connection-count src="count"></ot-connection-count>
        <ot-connection-count src=${resolved('count#a')}></ot-connection-count>
      </div>
    `);
    const counts = [...parent.querySelectorAll('ot-connection-count')];
    await until(() => counts.every(({value}) => value === 1), 'the numbers');
    expect(requested).to.deep.equal([resolved('count')]);
  });
});
