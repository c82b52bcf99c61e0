// Handles button[data-act]: the buttons that add people to a page, or act on the newest person.
import {nextName} from './names.js';
import {People} from './people.js';

const MAX_PEOPLE = 40;

const buttons = document.querySelectorAll('button[data-act]');
const people = new People(document.querySelector('.people'), updateButtons);

const actions = {
  add: () => add([nextName()]),
  'add-bot': () => add([`bot ${nextName()}`]),
  'add-ten': () => add(Array.from({length: Math.min(10, MAX_PEOPLE - people.size)}, nextName)),
  leave: withNewest((person, name) => {
    people.leave(person);
    say(`${name} left.`);
  }),
  crash: withNewest((person, name) => {
    people.crash(person);
    say(`${name} crashed. The others notice within a third of a second.`);
  }),
  cut: withNewest((person, name) => {
    people.cutNetwork(person);
    say(`${name} lost the network and will be back in four seconds.`);
  }),
};

const isAdding = (act) => act.startsWith('add');

async function add(names) {
  if (people.size >= MAX_PEOPLE) {
    say(`${MAX_PEOPLE} people are the limit for one page. Open another tab to add more.`);
    return;
  }
  const who = names.length === 1 ? names[0] : `${names.length} people`;
  say(`${who} ${names.length === 1 ? 'is' : 'are'} joining.`);
  const areLoaded = await Promise.all(names.map((name) => people.add(name)));
  const missing = areLoaded.filter((isLoaded) => !isLoaded).length;
  if (missing === 0) return;
  const whoIsMissing = missing === names.length ? who : `${missing} of ${who}`;
  say(`${whoIsMissing} could not join, because their page did not load. Are you offline?`);
}

function withNewest(act) {
  return () => {
    const person = people.newest;
    if (person) act(person, people.nameOf(person));
    else say('There is nobody to act on. Add a person first.');
  };
}

function say(text) {
  document.querySelector('#message').textContent = text;
}

function updateButtons() {
  const hasRoom = people.size < MAX_PEOPLE;
  const hasPeople = Boolean(people.newest);
  for (const button of buttons) {
    // `disabled` would make the focused button lose focus
    button.ariaDisabled = String(!(isAdding(button.dataset.act) ? hasRoom : hasPeople));
  }
}

for (const button of buttons) button.addEventListener('click', actions[button.dataset.act]);
updateButtons();
