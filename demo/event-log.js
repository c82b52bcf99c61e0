import {formatNumber, formatTime} from './format.js';

const BUBBLING = [
  'connectionCreated',
  'connectionDestroyed',
  'sessionConnected',
  'sessionDisconnected',
  'sessionReconnecting',
  'sessionReconnected',
];
const NOT_BUBBLING = ['connectioncountchange', 'error'];
const MAX_ENTRIES = 60;

/**
 * Shows the events of an <ot-session>, newest first.
 *
 * @param {HTMLElement} session the ot-session
 * @param {HTMLElement} list an empty list
 */
export function logEvents(session, list) {
  const log = (event) => {
    list.prepend(entry(event));
    while (list.children.length > MAX_ENTRIES) list.lastElementChild.remove();
  };
  // on the document, after every listener on the element has had a chance to prevent the event
  for (const type of BUBBLING) document.addEventListener(type, log);
  for (const type of NOT_BUBBLING) session.addEventListener(type, log);
}

function entry(event) {
  const item = document.createElement('li');
  const detail = element('div');
  // spaces, for screen readers and for copying
  for (const part of details(event)) detail.append(part, ' ');
  detail.className = 'detail';
  item.append(element('code', event.type), ' ', element('time', formatTime(Date.now())), ' ', detail);
  return item;
}

function* details({defaultPrevented, detail: {connection, error, reason}, target, type}) {
  if (type === 'connectioncountchange') {
    const {connectionCount} = target;
    yield element('span', Number.isNaN(connectionCount) ? 'now unknown' : `now ${formatNumber(connectionCount)}`);
  }
  if (connection) yield element('bdi', connection.data.trim() || 'Somebody');
  if (reason) yield element('span', reason);
  if (error) yield element('span', error.code);
  if (defaultPrevented) {
    const prevented = element('span', 'prevented');
    prevented.className = 'tag';
    yield prevented;
  }
}

function element(name, ...content) {
  const created = document.createElement(name);
  created.append(...content);
  return created;
}
