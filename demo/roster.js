import {formatNumber, formatTime} from './format.js';
import {initial} from './names.js';

const MAX_ROWS = 200;

/**
 * Lists who is in the session of an <ot-session>, and who is still counted after leaving.
 *
 * @param {HTMLElement} session the ot-session
 * @param {HTMLElement} list an empty list in a focusable element
 * @param {HTMLElement} more an element to show how many people exceed the maximum number of rows
 */
export function showRoster(session, list, more) {
  const rows = new Map();
  let isPending = false;

  // In a microtask, after the default actions, and after everyone present at a join has been reported.
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

  // otherwise, when the focused button is removed, focus would move to the top of the page
  function focusOn(item) {
    (item?.querySelector('button:not([hidden])') ?? list.closest('[tabindex]')).focus();
  }

  // each of these may change who is in the session, or who is counted
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

function tag(text, variant = '') {
  const created = element('span', text);
  created.className = `tag ${variant}`;
  return created;
}

// When a row is removed, the next one takes its place, and the second click of a double click would hit it.
let lastPress;

function isDoubleClick({detail: clicks, screenY, timeStamp}) {
  const previous = lastPress;
  lastPress = {screenY, timeStamp};
  // clicks is 0 when a key or a script activates the button
  return clicks > 0 && previous && timeStamp - previous.timeStamp < 500 && Math.abs(screenY - previous.screenY) < 20;
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
