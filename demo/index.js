import './room.js';
import './invoker-fallback.js';
import {logEvents} from './event-log.js';
import {nextName} from './names.js';
import {People} from './people.js';
import {showRoster} from './roster.js';
import '../src/define.ts';

const find = (selector) => document.querySelector(selector);
const session = find('ot-session');
const MOST_PEOPLE = 40;

session.setAttribute('token', new URLSearchParams({role: 'moderator', data: nextName()}).toString());

// The two switches: what is not counted when it comes, and what is when it is gone.

session.addEventListener('connectionCreated', (event) => {
  const {connection} = event.detail;
  const isNewcomer = connection.creationTime > session.connection.creationTime;
  if (find('#ignore-newcomers').checked && isNewcomer) event.preventDefault();
});

session.addEventListener('connectionDestroyed', (event) => {
  if (find('#keep-lost').checked && event.detail.reason === 'networkDisconnected') event.preventDefault();
});

logEvents(session, find('.log ol'));
showRoster(session, find('.roster'));

// The numbers

function showTally() {
  const {connections, connectionCount} = session;
  find('#present').textContent = connections.size;
  find('.tally').toggleAttribute('data-differs', connections.size !== connectionCount);
}
for (const type of ['connectioncountchange', 'connectionCreated', 'connectionDestroyed']) {
  // in a microtask, when the default action is done
  session.addEventListener(type, () => queueMicrotask(showTally));
}

find('.giant ot-connection-count').addEventListener('countchange', ({target}) => {
  if (matchMedia('(prefers-reduced-motion: no-preference)').matches) {
    target.animate({scale: [1, 1.04, 1]}, {duration: 250, easing: 'ease-out'});
  }
});

session.addEventListener('error', ({detail: {error}}) => {
  find('.trouble').textContent = error.message;
});

// The people that this page adds

const people = new People(find('.people'), showWhatCanBeDone);

const actions = {
  add: () => addPeople(1),
  'add-ten': () => addPeople(10),
  leave: (person) => {
    say(`${people.nameOf(person)} left, and said so.`);
    people.leave(person);
  },
  crash: (person) => {
    say(`${people.nameOf(person)} crashed, without a word. The others know in a third of a second.`);
    people.crash(person);
  },
  cut: (person) => {
    say(`${people.nameOf(person)} lost the network, and will be back in four seconds.`);
    people.cutNetwork(person);
  },
};

function addPeople(wanted) {
  const names = [];
  while (names.length < wanted && people.size < MOST_PEOPLE) {
    const name = nextName();
    people.add(name);
    names.push(name);
  }
  const [first] = names;
  if (names.length > 1) say(`${names.length} people come.`);
  else say(first ? `${first} comes.` : `${MOST_PEOPLE} are enough for one page. There are other tabs.`);
}

for (const button of document.querySelectorAll('button[data-act]')) {
  const {act} = button.dataset;
  button.addEventListener('click', () => {
    if (act.startsWith('add')) return actions[act]();
    const person = people.newest;
    if (person) actions[act](person);
    else say('Nobody to do that: add a person first.');
  });
}

function showWhatCanBeDone() {
  const somebody = Boolean(people.newest);
  for (const button of document.querySelectorAll('button[data-act]')) {
    const possible = button.dataset.act.startsWith('add') ? people.size < MOST_PEOPLE : somebody;
    // not `disabled`, which would take the focus away
    button.ariaDisabled = String(!possible);
  }
}

function say(text) {
  find('.message').textContent = text;
}

showWhatCanBeDone();
