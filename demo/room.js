// Which session a page is in: ot-elements-demo, or the one of ?session=… in its address. Imported before the elements are
// defined, so that they join the right one from the start.

const asked = new URLSearchParams(location.search).get('session');

export const sessionId = asked || 'ot-elements-demo';

for (const session of document.querySelectorAll('ot-session')) session.setAttribute('session-id', sessionId);

if (asked) {
  for (const link of document.querySelectorAll('a[data-same-session]')) {
    link.search = new URLSearchParams({session: asked}).toString();
  }
}
