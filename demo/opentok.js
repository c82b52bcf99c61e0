import {logEvents} from './event-log.js';
import {showRoster} from './roster.js';
import '../src/define.ts';

const find = (selector) => document.querySelector(selector);
const session = find('ot-session');

logEvents(session, find('.log ol'));
showRoster(session, find('.roster'));

const read = (selector) => find(selector).value.trim();

find('form').addEventListener('submit', (event) => {
  event.preventDefault();
  const key = read('#key');
  const isApiKey = /^\d+$/.test(key);
  // as properties: attributes would be for everyone to read who reads the page's markup
  Object.assign(session, {
    apiKey: isApiKey ? key : '',
    applicationId: isApiKey ? '' : key,
    sessionId: read('#session-id'),
    token: read('#token'),
    src: read('#src'),
  });
  find('.trouble').textContent = '';
  session.connect();
});

find('#leave').addEventListener('click', () => session.disconnect());

session.addEventListener('error', ({detail: {error}}) => {
  find('.trouble').textContent = `${error.message} (${error.code})`;
});
