import './demo-session.js';
import './invoker-fallback.js';
import './people-buttons.js';
import {showDashboard} from './dashboard.js';
import {formatNumber} from './format.js';
import {nextName} from './names.js';
import './ot-elements.js';

const find = (selector) => document.querySelector(selector);
const session = find('ot-session');

session.setAttribute('token', new URLSearchParams({role: 'moderator', data: nextName()}).toString());

// The two switches: don't count newcomers, and keep counting people who are lost.

session.addEventListener('connectionCreated', (event) => {
  const {connection} = event.detail;
  const isNewcomer = connection.creationTime > session.connection.creationTime;
  if (find('#ignore-newcomers').checked && isNewcomer) event.preventDefault();
});

session.addEventListener('connectionDestroyed', (event) => {
  if (find('#keep-lost').checked && event.detail.reason === 'networkDisconnected') event.preventDefault();
});

function showTally() {
  const {connections, connectionCount} = session;
  find('#present').textContent = formatNumber(connections.size);
  find('.tally').toggleAttribute('data-differs', connections.size !== connectionCount);
}
for (const type of ['connectioncountchange', 'connectionCreated', 'connectionDestroyed']) {
  // a microtask runs after the default action
  session.addEventListener(type, () => queueMicrotask(showTally));
}

showDashboard(session, {join: find('[command="--connect"]'), leave: find('[command="--disconnect"]')});
