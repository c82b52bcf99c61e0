// The buttons of the recipe pages that bring people in. The recipes themselves are in the pages.
import {nextName} from './names.js';
import {People} from './people.js';
import './room.js';

const find = (selector) => document.querySelector(selector);
const people = new People(find('.people'));

function onClick(selector, act) {
  find(selector)?.addEventListener('click', () => {
    find('#message').textContent = act();
  });
}

function add(name) {
  people.add(name);
  return `${name} comes.`;
}

function toNewest(act) {
  const person = people.newest;
  return person ? act(person, people.nameOf(person)) : 'Nobody to do that: add a person first.';
}

onClick('#add-person', () => add(nextName()));
onClick('#add-bot', () => add(`bot ${nextName()}`));
onClick('#leave', () =>
  toNewest((person, name) => {
    people.leave(person);
    return `${name} left, and said so.`;
  }),
);
onClick('#cut', () =>
  toNewest((person, name) => {
    people.cutNetwork(person);
    return `${name} lost the network, and will be back in four seconds.`;
  }),
);
