import {CLASSIC, RECORDER} from '../pages/room.mjs';

const escape = (text) => text.replace(/[&"<>]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Short times, so that tests need not wait as long as people do: see src/engines/xmpp/xmpp-timings.ts. */
const TIMINGS = {ping: 1000, answer: 1500, retry: 100, longestRetry: 500, resume: 3000, unload: 1500};

/** A page with an ot-session over XMPP, whose attributes are the query's; `received` includes the interruptions. */
export function xmppPage(query) {
  const attributes = [...query].map(([name, value]) => `${name}="${escape(value)}"`);
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>A room on a server</title>
  <script>${RECORDER}
    for (const type of ['sessionReconnecting', 'sessionReconnected'])
      addEventListener(type, () => received.push({type, at: performance.now()}));
    addEventListener('sessionDisconnected', () => received.push({type: 'out', at: performance.now()}));
    window.Strophe = 'the page’s own';
  </script>
  <script type="module">
    import {registerEngine} from '/cdn/ot-elements.js';
    registerEngine('xmpp', async () => {
      const {createXmppEngine} = await import('/cdn/engine-xmpp.js');
      return createXmppEngine(${JSON.stringify(TIMINGS)});
    });
  </script>
  <ot-session engine="xmpp" ${attributes.join(' ')}><ot-connection-count>unknown</ot-connection-count></ot-session>
</html>`;
}

/** The same with the classic script, and the usual times. */
export function classicPage(query) {
  const attributes = [...query].map(([name, value]) => `${name}="${escape(value)}"`);
  return `<!doctype html>
<script>${RECORDER}</script>
${CLASSIC}
<ot-session engine="xmpp" ${attributes.join(' ')}><ot-connection-count>unknown</ot-connection-count></ot-session>`;
}
