import './demo-session.js';
import './invoker-fallback.js';
import {showDashboard} from './dashboard.js';
import './ot-elements.js';

const find = (selector) => document.querySelector(selector);
const session = find('ot-session');
const form = find('form');
const fields = {key: find('#key'), sessionId: find('#session-id'), token: find('#token'), src: find('#src')};

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const isApiKey = (key) => /^\d+$/.test(key);

/** Returns an error message for each field, to show beside it; '' if the field is valid. */
function problemsIn({key, sessionId, token, src}) {
  const needed = (value, text) => (value || src ? '' : text);
  const isKey = !key || isApiKey(key) || UUID.test(key);
  return {
    key: isKey
      ? needed(key, 'Enter the API key or the application ID.')
      : 'This is neither an API key, which is all digits, nor an application ID, which is a UUID.',
    sessionId: needed(sessionId, 'Enter the session ID.'),
    token: needed(token, 'Enter a token for this session.'),
    src: fields.src.validity.typeMismatch ? 'Enter a full URL, which begins with https://.' : '',
  };
}

function showProblem(field, problem) {
  field.ariaInvalid = problem ? 'true' : null;
  document.getElementById(`${field.id}-problem`).textContent = problem;
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (find('#join').ariaDisabled === 'true') return;
  const values = Object.fromEntries(Object.entries(fields).map(([name, {value}]) => [name, value.trim()]));
  const problems = problemsIn(values);
  for (const [name, field] of Object.entries(fields)) showProblem(field, problems[name]);
  const firstInvalid = Object.values(fields).find((field) => field.ariaInvalid);
  if (firstInvalid) {
    // including its label and its error message
    firstInvalid.focus({preventScroll: true});
    firstInvalid.closest('.field').scrollIntoView({block: 'nearest'});
    return;
  }
  const {key, sessionId, token, src} = values;
  // as properties, so that the token is not in the page's markup
  Object.assign(session, {
    apiKey: isApiKey(key) ? key : '',
    applicationId: isApiKey(key) ? '' : key,
    sessionId,
    token,
    src,
  });
  // in a task, since the dashboard shows the error in one
  session.connect().catch(() => setTimeout(() => find('.trouble').scrollIntoView({block: 'nearest'})));
});

for (const field of Object.values(fields)) field.addEventListener('input', () => showProblem(field, ''));

showDashboard(session, {join: find('#join'), leave: find('#leave')});
