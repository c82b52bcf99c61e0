import {logEvents} from './event-log.js';
import {formatNumber} from './format.js';
import {showRoster} from './roster.js';

/** Events after which the state may have changed. A command is handled in the task after its event. */
const STATE_EVENTS = [
  'sessionConnected',
  'sessionDisconnected',
  'sessionReconnecting',
  'sessionReconnected',
  'error',
  'command',
  'submit',
];

/**
 * Connects an <ot-session> to the dashboard inside it: the count, the buttons to join and leave, the error message, who
 * is in the session, and the event log.
 *
 * @param {HTMLElement} session the ot-session
 * @param {{join: HTMLElement, leave: HTMLElement}} buttons
 */
export function showDashboard(session, {join, leave}) {
  const find = (selector) => session.querySelector(selector);

  logEvents(session, find('.log ol'));
  showRoster(session, find('.roster'), find('.more'));

  const giant = find('.giant');
  giant.firstElementChild.addEventListener('countchange', ({target: {value}}) => {
    // a longer number is set in smaller type
    giant.style.setProperty('--length', Number.isNaN(value) ? 1 : formatNumber(value).length);
    if (matchMedia('(prefers-reduced-motion: no-preference)').matches) {
      giant.animate({scale: [1, 1.04, 1]}, {duration: 250, easing: 'ease-out'});
    }
  });

  const showState = () => {
    const {state, error} = session;
    // `disabled` would make the focused button lose focus
    join.ariaDisabled = String(state === 'connected' || state === 'reconnecting');
    leave.ariaDisabled = String(state === 'disconnected');
    const trouble = error ? `${error.message} (${error.code})` : '';
    // setting the same text again would announce it again on each automatic retry
    if (find('.trouble').textContent !== trouble) find('.trouble').textContent = trouble;
  };
  for (const type of STATE_EVENTS) session.addEventListener(type, () => setTimeout(showState));
  showState();
}
