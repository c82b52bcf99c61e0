import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import {OTConnectionCountElement} from '../../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {until} from '../../collect.js';
import {countStates, drawn, quiet, shown, useFakePlatform} from '../fake-page.js';
import {both} from './session-with-count.js';

useFakePlatform();

describe('ot-connection-count: a wrong for', () => {
  /** Resolves when it was warned so often. What warns is loaded first. */
  const warned = (times = 1) => until(() => quiet.said.length >= times, 'a warning');

  for (const [name, markup, expected] of [
    [
      'that names nothing',
      html`<ot-connection-count for="nowhere">Live</ot-connection-count>`,
      'nothing here has that id',
    ],
    [
      'that names another element',
      html`<i id="nowhere"></i><ot-connection-count for="nowhere">Live</ot-connection-count>`,
      'that is a <i>, not an ot-session',
    ],
  ] as const) {
    it(`${name}: one warning, unknown, and no error state`, async () => {
      const host = await fixture(html`<div>${markup}</div>`);
      await warned();
      const count = host.querySelector<OTConnectionCountElement>('ot-connection-count')!;
      expect(countStates(count)).to.deep.equal(['unknown']);
      expect(shown(count)).to.equal('fallback: Live');
      expect(quiet.said.length).to.equal(1);
      expect(quiet.said[0]).to.contain('for="nowhere"').and.to.contain(expected);
      host.append(document.createElement('ot-connection-count'));
      await drawn();
      expect(quiet.said.length).to.equal(1);
    });
  }

  it('set by script, in a session whose number is known: one warning as well', async () => {
    const {count} = await both();
    count.htmlFor = 'nowhere';
    await warned();
    expect([shown(count), countStates(count)]).to.deep.equal(['fallback: Live now', ['unknown']]);
    expect(quiet.said).to.have.lengthOf(1);
  });

  it('is warned of once, however often the element is taken out and put in again', async () => {
    const host = await fixture(html`<div><ot-connection-count for="nowhere">Live</ot-connection-count></div>`);
    const count = host.querySelector<OTConnectionCountElement>('ot-connection-count')!;
    await warned();
    for (let times = 0; times < 2; times++) {
      count.remove();
      await drawn();
      host.append(count);
      await drawn();
    }
    expect(quiet.said).to.have.lengthOf(1);
    count.setAttribute('for', 'nobody');
    await warned(2);
    expect(quiet.said[1]).to.contain('for="nobody"');
  });

  it('that is mended works, without another word', async () => {
    const host = await fixture(html`
      <div>
        <ot-session id="right" engine="fake" session-id="room"></ot-session>
        <ot-connection-count for="wrong">Live</ot-connection-count>
      </div>
    `);
    await warned();
    const count = host.querySelector<OTConnectionCountElement>('ot-connection-count')!;
    expect(quiet.said.length).to.equal(1);
    count.setAttribute('for', 'right');
    await drawn();
    expect(count.value).to.equal(1);
    expect(quiet.said.length).to.equal(1);
  });
});
