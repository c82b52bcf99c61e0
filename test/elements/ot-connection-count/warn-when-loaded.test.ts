import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import {OTConnectionCountElement} from '../../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {until} from '../../wait.js';
import {countStates, displayed, rendered} from '../rendered.js';
import {logged} from '../../fakes/console.js';
import {useFakePlatform} from '../../fakes/use-fake-platform.js';
import {sessionWithCount} from './session-with-count.js';

useFakePlatform();

describe('ot-connection-count: an invalid for', () => {
  /** Resolves after this many warnings; the code that warns is loaded on demand. */
  const warned = (times = 1) => until(() => logged.length >= times, 'a warning');

  for (const [name, markup, expected] of [
    [
      'that refers to nothing',
      html`<ot-connection-count for="nowhere">Live</ot-connection-count>`,
      'nothing here has that id',
    ],
    [
      'that refers to another element',
      html`<i id="nowhere"></i><ot-connection-count for="nowhere">Live</ot-connection-count>`,
      'that is a <i>, not an ot-session',
    ],
  ] as const) {
    it(`${name}: one warning, unknown, and no error state`, async () => {
      const host = await fixture(html`<div>${markup}</div>`);
      await warned();
      const count = host.querySelector<OTConnectionCountElement>('ot-connection-count')!;
      expect(countStates(count)).to.deep.equal(['unknown']);
      expect(displayed(count)).to.equal('fallback: Live');
      expect(logged.length).to.equal(1);
      expect(logged[0]).to.contain('for="nowhere"').and.to.contain(expected);
      host.append(document.createElement('ot-connection-count'));
      await rendered();
      expect(logged.length).to.equal(1);
    });
  }

  it('set by script, in a session whose number is known: one warning, too', async () => {
    const {count} = await sessionWithCount();
    count.htmlFor = 'nowhere';
    await warned();
    expect([displayed(count), countStates(count)]).to.deep.equal(['fallback: Live now', ['unknown']]);
    expect(logged).to.have.lengthOf(1);
  });

  it('causes one warning, however often the element is removed and inserted', async () => {
    const host = await fixture(html`<div><ot-connection-count for="nowhere">Live</ot-connection-count></div>`);
    const count = host.querySelector<OTConnectionCountElement>('ot-connection-count')!;
    await warned();
    for (let times = 0; times < 2; times++) {
      count.remove();
      await rendered();
      host.append(count);
      await rendered();
    }
    expect(logged).to.have.lengthOf(1);
    count.setAttribute('for', 'nobody');
    await warned(2);
    expect(logged[1]).to.contain('for="nobody"');
  });

  it('that is corrected works, without another warning', async () => {
    const host = await fixture(html`
      <div>
        <ot-session id="right" engine="fake" session-id="room"></ot-session>
        <ot-connection-count for="wrong">Live</ot-connection-count>
      </div>
    `);
    await warned();
    const count = host.querySelector<OTConnectionCountElement>('ot-connection-count')!;
    expect(logged.length).to.equal(1);
    count.setAttribute('for', 'right');
    await rendered();
    expect(count.value).to.equal(1);
    expect(logged.length).to.equal(1);
  });
});
