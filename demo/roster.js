import {initial} from './names.js';

const clock = new Intl.DateTimeFormat('en-GB', {timeStyle: 'medium'});

/**
 * Shows who is in the session of an <ot-session>, and who is counted without being there.
 *
 * @param {HTMLElement} session the ot-session
 * @param {HTMLElement} list an empty list
 */
export function showRoster(session, list) {
  const rows = new Map();
  let drawing = false;

  // In a microtask: by then the default actions are done, and everyone of a join is told.
  const draw = () => {
    if (drawing) return;
    drawing = true;
    queueMicrotask(() => {
      drawing = false;
      const {connection: own, connections, countedConnections: counted, capabilities} = session;
      // who was there and is still counted is not in `connections`
      const all = new Map([...connections, ...counted]);
      for (const [id, row] of rows) if (!all.has(id)) remove(id, row);
      for (const [id, connection] of all) {
        let row = rows.get(id);
        if (!row) rows.set(id, (row = addRow(connection)));
        const hadFocus = row.item.contains(document.activeElement);
        const gone = !connections.has(id);
        const mayRemove = capabilities.forceDisconnect === 1 && connection !== own;
        row.update({own: connection === own, gone, counted: counted.has(id), mayRemove});
        if (hadFocus && !row.item.querySelector(':focus:not([hidden])')) focusOn(row.item);
      }
    });
  };

  function addRow(connection) {
    const row = new Row(connection, session);
    list.append(row.item);
    return row;
  }

  function remove(id, row) {
    rows.delete(id);
    const neighbour = row.item.nextElementSibling ?? row.item.previousElementSibling;
    if (row.item.contains(document.activeElement)) focusOn(neighbour);
    row.item.remove();
  }

  // a button that goes takes the focus with it to the top of the page, unless it is led elsewhere
  function focusOn(item) {
    (item?.querySelector('button:not([hidden])') ?? list).focus();
  }

  // the last three do not say who, but that everybody may be another one
  for (const type of [
    'connectionCreated',
    'connectionDestroyed',
    'connectioncountchange',
    'sessionConnected',
    'sessionDisconnected',
  ]) {
    session.addEventListener(type, draw);
  }
}

class Row {
  item = document.createElement('li');
  #you = tag('you');
  #uncounted = tag('not counted', 'outlined');
  #gone = tag('gone, still counted', 'outlined');
  #count;
  #uncount;
  #remove;

  constructor(connection, session) {
    const {data, creationTime} = connection;
    const name = data || 'Somebody';
    this.#count = button('Count', name, () => session.session.count(connection));
    this.#uncount = button('Uncount', name, () => session.session.uncount(connection));
    this.#remove = button('Remove', name, () => session.forceDisconnect(connection));
    const since = element('time', `since ${clock.format(creationTime)}`);
    since.dateTime = new Date(creationTime).toISOString();
    const who = element('div', element('bdi', name), this.#you, this.#uncounted, this.#gone, since);
    who.className = 'name';
    const avatar = element('span', initial(name));
    avatar.className = 'avatar';
    avatar.ariaHidden = 'true';
    const buttons = element('div', this.#count, this.#uncount, this.#remove);
    buttons.className = 'buttons';
    this.item.append(avatar, who, buttons);
  }

  update({own, gone, counted, mayRemove}) {
    this.item.toggleAttribute('data-own', own);
    this.item.toggleAttribute('data-gone', gone);
    this.item.toggleAttribute('data-uncounted', !counted);
    this.#you.hidden = !own;
    this.#uncounted.hidden = counted;
    this.#gone.hidden = !gone;
    this.#count.hidden = counted;
    this.#uncount.hidden = !gone;
    this.#remove.hidden = gone || !mayRemove;
  }
}

function element(name, ...content) {
  const made = document.createElement(name);
  made.append(...content);
  return made;
}

function tag(text, look = '') {
  const made = element('span', text);
  made.className = `tag ${look}`;
  return made;
}

// The rows move up when one goes: the second press of a double click would hit the next person.
let last;

function isDoubleClick({detail: clicks, screenY, timeStamp}) {
  const before = last;
  last = {screenY, timeStamp};
  // none for a press by keyboard or script
  return clicks > 0 && before && timeStamp - before.timeStamp < 500 && Math.abs(screenY - before.screenY) < 20;
}

function button(text, name, act) {
  const whom = element('span', ` ${name}`);
  whom.className = 'for-readers-only';
  const made = element('button', text, whom);
  made.type = 'button';
  made.className = 'button minor';
  made.addEventListener('click', (event) => {
    if (!isDoubleClick(event)) act();
  });
  return made;
}
