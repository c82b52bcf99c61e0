import {randomUUID} from 'node:crypto';

const EVENTS = ['connectionCreated', 'connectionDestroyed', 'sessionConnected', 'sessionDisconnected'];

const escape = (text) => text.replace(/[&"<>]/g, (character) => `&#${character.charCodeAt(0)};`);

/** The script of a page that keeps what its sessions tell in `told`, and in `shows` how often it was shown anew. */
export const RECORDER = `
  window.told = [];
  for (const type of ${JSON.stringify(EVENTS)}) {
    addEventListener(type, ({detail: {connection, reason}}) => told.push({type, id: connection?.connectionId, reason}));
  }
  window.shows = [];
  addEventListener('pageshow', ({persisted}) => shows.push(persisted));
`;

/** A page with an ot-session, whose attributes are the query's, and a count in it. */
export const roomPage = (query) => `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>A room</title>
  <script>${RECORDER}</script>
  <script type="module" src="/cdn/ot-elements.js"></script>
  <ot-session engine="local" ${[...query].map(([name, value]) => `${name}="${escape(value)}"`).join(' ')}>
    <ot-connection-count>unknown</ot-connection-count>
  </ot-session>
</html>`;

/** A session of a test's own. Gives the address of a page in it, whose ot-session has these attributes besides. */
export function newRoom() {
  const id = randomUUID();
  return (attributes) => `/room?${new URLSearchParams({'session-id': id, ...attributes})}`;
}
