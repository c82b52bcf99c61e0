import {formatNumber, formatTime} from './format.js';
import {initial} from './names.js';

const MAX_ROWS = 200;

/**
 * Shows who is in the session of an <ot-session>, and who is counted although they are gone.
 *
 * @param {HTMLElement} session the ot-session
 * @param {HTMLElement} list an empty list, in something that can be focused
 * @param {HTMLElement} more where the number of those for whom there is no row is shown
 */
export function showRoster(session, list, more) {
  const rows = new Map();
  let isPending = false;

  // In a microtask: by then the default actions are done, and everyone who was there at a join has been reported.
  const render = () => {
    if (isPending) return;
    isPending = true;
    queueMicrotask(() => {
      isPending = false;
      const {connection: own, connections, countedConnections: counted, capabilities} = session;
      // those who are gone but still counted are no longer in `connections`
      const all = new Map([...connections, ...counted]);
      const shown = new Map([...all].slice(0, MAX_ROWS));
      for (const [id, row] of rows) if (!shown.has(id)) remove(id, row);
      for (const [id, connection] of shown) {
        let row = rows.get(id);
        if (!row) rows.set(id, (row = addRow(connection)));
        const hadFocus = row.item.contains(document.activeElement);
        const isGone = !connections.has(id);
        const mayRemove = capabilities.forceDisconnect === 1 && connection !== own;
        row.update({isOwn: connection === own, isGone, isCounted: counted.has(id), mayRemove});
        if (hadFocus && !row.item.querySelector(':focus:not([hidden])')) focusOn(row.item);
      }
      more.textContent = all.size > shown.size ? `and ${formatNumber(all.size - shown.size)} more` : '';
    });
  };

  function addRow(connection) {
    const row = new Row(connection, session);
    list.append(row.item);
    return row;
  }

  function remove(id, row) {
    rows.delete(id);
    const neighbor = row.item.nextElementSibling ?? row.item.previousElementSibling;
    if (row.item.contains(document.activeElement)) focusOn(neighbor);
    row.item.remove();
  }

  // when the focused button goes away, focus would move to the top of the page
  function focusOn(item) {
    (item?.querySelector('button:not([hidden])') ?? list.closest('[tabindex]')).focus();
  }

  // after each of these, there may be other people, or others may be counted
  for (const type of [
    'connectionCreated',
    'connectionDestroyed',
    'connectioncountchange',
    'sessionConnected',
    'sessionDisconnected',
  ]) {
    session.addEventListener(type, render);
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
    const name = data.trim() || 'Somebody';
    this.#count = button('Count', name, () => session.session.count(connection));
    this.#uncount = button('Uncount', name, () => session.session.uncount(connection));
    this.#remove = button('Remove', name, () => session.forceDisconnect(connection));
    const since = element('time', `since ${formatTime(creationTime)}`);
    since.dateTime = new Date(creationTime).toISOString();
    const nameElement = element('bdi', name);
    nameElement.title = name;
    const who = element('div', nameElement, ' ', this.#you, this.#uncounted, this.#gone, ' ', since);
    who.className = 'name';
    const avatar = element('span', initial(name));
    avatar.className = 'avatar';
    avatar.ariaHidden = 'true';
    const buttons = element('div', this.#count, this.#uncount, this.#remove);
    buttons.className = 'buttons';
    this.item.append(avatar, element('div', who, buttons));
  }

  update({isOwn, isGone, isCounted, mayRemove}) {
    this.item.toggleAttribute('data-own', isOwn);
    this.item.toggleAttribute('data-gone', isGone);
    this.item.toggleAttribute('data-uncounted', !isCounted);
    this.#you.hidden = !isOwn;
    this.#uncounted.hidden = isCounted;
    this.#gone.hidden = !isGone;
    this.#count.hidden = isCounted;
    this.#uncount.hidden = !isGone;
    this.#remove.hidden = isGone || !mayRemove;
  }
}

function element(name, ...content) {
  const created = document.createElement(name);
  created.append(...content);
  return created;
}

function tag(text, look = '') {
  const created = element('span', text);
  created.className = `tag ${look}`;
  return created;
}

// The rows move up when one is removed: the second press of a double click would hit the next person.
let lastPress;

function isDoubleClick({detail: clicks, screenY, timeStamp}) {
  const before = lastPress;
  lastPress = {screenY, timeStamp};
  // clicks is 0 when a key or a script pressed the button
  return clicks > 0 && before && timeStamp - before.timeStamp < 500 && Math.abs(screenY - before.screenY) < 20;
}

function button(text, name, act) {
  const whom = element('span', ' ', element('bdi', name));
  whom.className = 'visually-hidden';
  const created = element('button', text, whom);
  created.type = 'button';
  created.className = 'button minor';
  created.addEventListener('click', (event) => {
    if (!isDoubleClick(event)) act();
  });
  return created;
}
