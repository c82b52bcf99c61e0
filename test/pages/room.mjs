import {randomUUID} from 'node:crypto';

const EVENTS = ['connectionCreated', 'connectionDestroyed', 'sessionConnected', 'sessionDisconnected'];

const escape = (text) => text.replace(/[&"<>]/g, (character) => `&#${character.charCodeAt(0)};`);

/**
 * A script that records a page's session events in `received`, its pageshow events in `shows`, its errors and warnings in
 * `problems`, and uncaught errors, also of its frames, in `uncaught`.
 */
export const RECORDER = `
  window.received = [];
  for (const type of ${JSON.stringify(EVENTS)}) {
    addEventListener(type, ({detail: {connection, reason}}) => received.push({type, id: connection?.connectionId, reason}));
  }
  window.shows = [];
  addEventListener('pageshow', ({persisted}) => shows.push(persisted));
  window.problems = [];
  window.uncaught = (window.frameElement && parent.uncaught) || [];
  for (const list of [problems, uncaught]) {
    addEventListener('error', ({message}) => list.push(message));
    addEventListener('unhandledrejection', ({reason}) => list.push(String(reason)));
  }
  addEventListener('securitypolicyviolation', ({violatedDirective, blockedURI}) => {
    problems.push(violatedDirective + ': ' + blockedURI);
  });
  for (const level of ['error', 'warn']) console[level] = (...args) => problems.push(args.join(' '));
`;

/** A page with the recorder before its own scripts. */
export const recorded = (html) => html.replace('<script', (own) => `<script>${RECORDER}</script>${own}`);

export const MODULE = '<script type="module" src="/cdn/ot-elements.js"></script>';
export const CLASSIC = '<script defer src="/cdn/ot-elements.classic.js"></script>';

/** A page with these scripts, and an ot-session with the query's attributes, which contains a count. */
export function roomPage(query, scripts = MODULE) {
  const attributes = [...query].map(([name, value]) => `${name}="${escape(value)}"`);
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>A room</title>
  <script>${RECORDER}</script>
  ${scripts}
  <ot-session engine="local" ${attributes.join(' ')}><ot-connection-count>unknown</ot-connection-count></ot-session>
</html>`;
}

/** Creates a session id. Returns a function that returns the path of a page in that session, with these attributes. */
export function newRoom() {
  const id = randomUUID();
  return (attributes, path = '/room') => `${path}?${new URLSearchParams({'session-id': id, ...attributes})}`;
}
