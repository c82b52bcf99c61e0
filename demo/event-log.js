const BUBBLING = [
  'connectionCreated',
  'connectionDestroyed',
  'sessionConnected',
  'sessionDisconnected',
  'sessionReconnecting',
  'sessionReconnected',
];
const NOT_BUBBLING = ['connectioncountchange', 'error'];
const LONGEST = 60;

const clock = new Intl.DateTimeFormat('en-GB', {timeStyle: 'medium'});

/**
 * Shows what an <ot-session> dispatches, newest first.
 *
 * @param {HTMLElement} session the ot-session
 * @param {HTMLElement} list an empty list
 */
export function logEvents(session, list) {
  const log = (event) => {
    list.prepend(entry(event));
    while (list.children.length > LONGEST) list.lastElementChild.remove();
  };
  // At the document: by then every listener on the element has had its chance to prevent it.
  for (const type of BUBBLING) document.addEventListener(type, log);
  for (const type of NOT_BUBBLING) session.addEventListener(type, log);
}

function entry(event) {
  const item = document.createElement('li');
  const type = element('code', event.type);
  const time = element('time', clock.format(Date.now()));
  const detail = element('div');
  // the spaces are for those who hear it
  for (const part of details(event)) detail.append(part, ' ');
  detail.className = 'detail';
  item.append(type, time, detail);
  return item;
}

function* details({defaultPrevented, detail: {connection, error, reason}, target, type}) {
  if (type === 'connectioncountchange')
    yield element('span', Number.isNaN(target.connectionCount) ? 'unknown' : `now ${target.connectionCount}`);
  if (connection) yield element('bdi', connection.data || 'Somebody');
  if (reason) yield element('span', reason);
  if (error) yield element('span', error.code);
  if (defaultPrevented) {
    const prevented = element('span', 'prevented');
    prevented.className = 'tag';
    yield prevented;
  }
}

function element(name, ...content) {
  const made = document.createElement(name);
  made.append(...content);
  return made;
}
