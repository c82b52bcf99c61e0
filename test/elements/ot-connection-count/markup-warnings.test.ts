import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import {seemsUnclosed} from '../../../src/elements/ot-connection-count/unclosed-element.js';
import {OTConnectionCountElement} from '../../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {until} from '../../wait.js';
import {rendered, countStates, displayed} from '../rendered.js';
import {logged} from '../../fakes/console.js';
import {useFakePlatform} from '../../fakes/use-fake-platform.js';
import {sessionWithCount} from './session-with-count.js';

useFakePlatform();

describe('ot-connection-count: not closed', () => {
  const parsed = async (markup: string) => {
    const host = await fixture<HTMLElement>(html`<div lang="en"></div>`);
    // the parser's own tree, as of a page
    host.append(...new DOMParser().parseFromString(`<body>${markup}`, 'text/html').body.childNodes);
    await rendered();
    return host;
  };

  // this test comes first, since a page logs the hint once
  it('one hint per page says so, and what to write', async () => {
    await parsed('<p>There are <ot-connection-count /> people. <ot-connection-count /> too.</p>');
    await until(() => logged.length, 'a hint');
    await rendered();
    const [hint, ...others] = logged.filter((said) => said.includes('ignores this slash'));
    expect(hint).to.contain('<ot-connection-count></ot-connection-count>');
    expect(others).to.deep.equal([]);
  });

  for (const markup of [
    '<p>There are <ot-connection-count /> people here.</p>',
    '<p>There are <ot-connection-count text-one="one" /> <b>people</b> here.</p>',
    '<p>Online (<ot-connection-count />), more or less</p>',
    '<p>Online: <ot-connection-count />. Join us!</p>',
    '<p>There are <ot-connection-count />\n people here.</p>',
    '<p>There are <ot-connection-count /> people here.\n</p>',
    '<div>\n  <ot-connection-count />\n  people are here\n</div>',
    '<ul><li><ot-connection-count/> online</li></ul>',
    '<ot-connection-count />\n<h1>Welcome</h1>\n<p>Text</p>',
    '<ot-connection-count /><main>All of the page</main>',
    '<p><ot-connection-count for="a" />, <ot-connection-count for="b" /></p>',
  ]) {
    it(`seems unclosed: ${JSON.stringify(markup)}`, async () => {
      const host = await parsed(markup);
      expect(seemsUnclosed(host.querySelector('ot-connection-count')!)).to.equal(true);
    });
  }

  for (const markup of [
    '<p><ot-connection-count></ot-connection-count></p>',
    '<p><ot-connection-count /></p>',
    '<p>There are <ot-connection-count>some</ot-connection-count> people here.</p>',
    '<p>There are <ot-connection-count>some people here</ot-connection-count></p>',
    '<p>There are <ot-connection-count> some </ot-connection-count></p>',
    '<p>There are\n <ot-connection-count>\n  some\n </ot-connection-count>\n</p>',
    '<p>There are <ot-connection-count>\n  some\n</ot-connection-count></p>',
    '<p><ot-connection-count>…</ot-connection-count></p>',
    '<p><ot-connection-count>. . .</ot-connection-count> people</p>',
    '<p><ot-connection-count\n  text-one="x"\n  >Live now</ot-connection-count\n></p>',
    '<p>Here: <ot-connection-count><b>Live</b> <img alt="now"></ot-connection-count></p>',
    '<div><ot-connection-count><span class="skeleton"></span></ot-connection-count></div>',
    '<div>\n<ot-connection-count>\n<p>Loading</p>\n</ot-connection-count>\n</div>',
    '<span data-ot-connection-count><ot-connection-count> Live</ot-connection-count></span>',
  ]) {
    it(`is closed: ${JSON.stringify(markup)}`, async () => {
      const host = await parsed(markup);
      expect(seemsUnclosed(host.querySelector('ot-connection-count')!)).to.equal(false);
      expect(logged).to.deep.equal([]);
    });
  }
});

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
