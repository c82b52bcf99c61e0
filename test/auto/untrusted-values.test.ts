// What peers and authors write is data: never code, markup, style, or a URL, and never the name of a member of an object.
import {expect} from '@open-wc/testing';
import {OTConnectionCountElement} from '../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {OTSessionElement} from '../../src/elements/ot-session/ot-session-element.js';
import {displayed, rendered} from '../elements/rendered.js';
import {logged} from '../fakes/console.js';
import {platform} from '../fakes/use-fake-platform.js';
import {until} from '../wait.js';
import {POST, usePage, write} from './page.js';

const HOSTILE = [
  '<img src="https://peer.invalid/i" onerror="ran = true">',
  '<script>ran = true</script>',
  '<script src="https://peer.invalid/s.js"></script>',
  '"><ot-session engine="local" session-id="x">',
  '</style><style>* {background: url(https://peer.invalid/b)}',
  'color: red; background: url(https://peer.invalid/c)',
  'javascript:ran = true',
  'https://peer.invalid/u',
  '{count}${ran = true}{{ran = true}}',
  '{"user": "<img src=https://peer.invalid/j>", "url": "https://peer.invalid/k", "__proto__": {"ran": true}}',
  'user=<iframe srcdoc="<script>parent.ran = true</script>">',
  '\u202e\u0000\ud800',
  '['.repeat(8192),
];

const PROTOTYPE = Object.getOwnPropertyNames(Object.prototype);

/** The markup of an element, with the shadow roots in it. */
function markupOf(element: Element): string {
  const inside = [...element.querySelectorAll('*')].map(({shadowRoot}) => shadowRoot?.innerHTML ?? '');
  return [element.outerHTML, ...inside].join('\n');
}

describe('What peers write', () => {
  usePage();

  /** The markup of a page that these peers join and leave. */
  async function markupWith(peers: readonly string[]): Promise<string> {
    const article = await write(`<article lang="en">
      <ot-session engine="fake" session-id="room" reconnect="never">
        <ot-connection-count text-other="{count} people" announce>Nobody</ot-connection-count>
        <ot-connection-count count="others">Nobody</ot-connection-count>
        <ot-connection-count count="people" person-key="user">Nobody</ot-connection-count>
        <ot-connection-count count="people">Nobody</ot-connection-count>
      </ot-session>
      ${POST}
    </article>`);
    const counts = [...article.querySelectorAll('ot-connection-count')];
    const all = async (...values: number[]) => {
      await until(() => String(counts.map(({value}) => value)) === String(values), `the numbers are ${values.join()}`);
      await rendered();
    };
    // the host has no session of another element's credentials, and so shares the connection
    await all(1, 0, 1, 1, 1);
    const snapshots = [];
    for (const peer of peers) platform.join(peer, peer);
    const total = peers.length + 1;
    await all(total, total - 1, total, total, total);
    const status = counts[0]!.shadowRoot!.querySelector('[role=status]')!;
    await until(() => status.textContent, 'the change is announced');
    snapshots.push(markupOf(article));
    for (const peer of peers) platform.leave(peer, peer);
    await all(1, 0, 1, 1, 1);
    snapshots.push(markupOf(article));
    article.remove();
    return snapshots.join('\n').replaceAll(/<!--.*?-->/g, '');
  }

  it('changes nothing in the page but numbers: its markup is the same, whoever they are', async () => {
    const harmless = await markupWith(HOSTILE.map((_, index) => `Guest ${index}`));
    expect(await markupWith(HOSTILE)).to.equal(harmless);
    expect(performance.getEntriesByType('resource').filter(({name}) => name.includes('peer.invalid'))).to.deep.equal(
      [],
    );
    expect(window).not.to.have.property('ran');
    expect({}).not.to.have.property('ran');
    expect(logged).to.deep.equal([]);
  });
});

describe('The name of a member of all objects', () => {
  usePage();

  /** What two elements do, all of whose attributes have this value. */
  async function outcomeOf(value: string) {
    const before = logged.length;
    const attributes = ({observedAttributes}: {observedAttributes: string[]}) =>
      observedAttributes
        .filter((name) => !['engine', 'application-id', 'src', 'service', 'id', 'for'].includes(name))
        .map((name) => `${name}="${value}"`)
        .join(' ');
    const main = await write(`<main>
      <ot-session engine="fake" ${attributes(OTSessionElement)}>
        <ot-connection-count lang="${value}" ${attributes(OTConnectionCountElement)}>Unknown</ot-connection-count>
        <ot-connection-count for="${value}">Unknown</ot-connection-count>
      </ot-session>
    </main>`);
    const session = main.querySelector('ot-session')!;
    const counts = [...main.querySelectorAll('ot-connection-count')];
    await session.connect();
    await rendered();
    const outcome = {
      state: session.state,
      sessionId: session.sessionId,
      texts: counts.map(displayed),
      logged: logged.slice(before),
    };
    main.remove();
    return JSON.parse(JSON.stringify(outcome).replaceAll(value, 'name')) as typeof outcome;
  }

  it('is like any other value of an attribute', async () => {
    const expected = await outcomeOf('nobody');
    expect(expected).to.deep.include({state: 'connected', sessionId: 'name'});
    expect(expected.logged.length).to.be.above(5);
    for (const name of PROTOTYPE) expect(await outcomeOf(name), name).to.deep.equal(expected);
  });

  for (const name of PROTOTYPE) {
    it(`is no engine: ${name}`, async () => {
      const session = (await write(`<ot-session engine="${name}" session-id="room"></ot-session>`)) as OTSessionElement;
      await until(() => session.error, 'an error');
      expect(session.error!.code).to.equal('unknown-engine');
      session.remove();
    });
  }
});
