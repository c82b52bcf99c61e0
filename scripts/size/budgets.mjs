/** Bytes, minified and compressed with Brotli, including Lit. */
export const BUDGETS = {
  'ot-elements.js': 14_200,
  'engine-local.js': 4_200,
  'engine-opentok.js': 3_500,
  'engine-xmpp.js': 22_200,
  'join.js': 1_900,
  'connect-trigger.js': 1_200,
  'request-credentials.js': 1_600,
  'optional-count-features.js': 5_200,
  // all of the above except engine-xmpp.js
  'ot-elements.classic.js': 25_600,
};
/** When a page loads each file, for docs/reference/sizes.md. */
export const LOADED = {
  'ot-elements.js': 'by the page',
  'engine-local.js': 'when a session is about to connect with `local`',
  'engine-opentok.js': 'when a session is about to connect with `opentok`',
  'engine-xmpp.js': 'when a session is about to connect with `xmpp`; 17 kB of it are strophe.js',
  'join.js': 'when a session is about to connect, together with an engine',
  'connect-trigger.js': 'for `connect-on="visible"` or `"idle"`',
  'request-credentials.js': 'when a session with `src` or `getCredentials` is about to connect',
  'optional-count-features.js':
    'when a count has `src`, `announce`, a `count` other than `connections`, or a `for` that names no session yet',
  'ot-elements.classic.js': 'by the page, in place of all of these but `engine-xmpp.js`',
};
/** The budget of ot-elements.js without the code that upgrades `data-` markup. */
export const ELEMENTS_ALONE = 13_000;
