// The session that this page joins: ot-elements-demo, or the one named by ?session=… in its URL. Imported before the
// elements are defined, so that they never join a different session first.
const DEFAULT = 'ot-elements-demo';
const requested = new URLSearchParams(location.search).get('session');

export const sessionId = requested || DEFAULT;

if (requested) {
  for (const name of ['session-id', 'data-ot-session-id']) {
    for (const element of document.querySelectorAll(`[${name}^="${DEFAULT}"]`)) {
      element.setAttribute(
        name,
        element.getAttribute(name).replace(DEFAULT, () => requested),
      );
    }
  }
  // a code sample shows the markup beside it
  const inMarkup = requested.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  for (const {firstChild: text} of document.querySelectorAll('pre code')) {
    text.data = text.data.replaceAll(`session-id="${DEFAULT}`, () => `session-id="${inMarkup}`);
  }
  for (const link of document.querySelectorAll('a:not([href^="#"])')) {
    const isDemoPage = link.origin === location.origin && /(\/|\.html)$/.test(link.pathname);
    if (isDemoPage) link.search = new URLSearchParams({session: requested}).toString();
  }
}
