// People to try things with: each is a frame with person.html in it, and that page's own <ot-session>. They are as real as
// people in other tabs. Only their crash and their loss of network are played, from here, outside the library.
import {sessionId} from './room.js';

const AWAY = 4000;

/** The people that one page has added, newest last. */
export class People {
  #list;
  #changed;
  #leaving = new WeakSet();

  /**
   * @param {HTMLElement} list where their frames go
   * @param {() => void} changed called when anybody came, went, or changed
   */
  constructor(list, changed = () => undefined) {
    this.#list = list;
    this.#changed = changed;
  }

  get size() {
    return this.#list.children.length;
  }

  add(name) {
    const item = document.createElement('li');
    const frame = document.createElement('iframe');
    frame.title = name;
    // nothing in it takes the focus
    frame.tabIndex = -1;
    frame.src = `person.html?${new URLSearchParams({session: sessionId, name})}`;
    frame.addEventListener('load', () => {
      const session = sessionIn(item);
      session.addEventListener('sessionConnected', this.#changed);
      session.addEventListener('sessionDisconnected', ({detail: {reason}}) => {
        // who left, or was removed, does not come back
        if (reason === 'clientDisconnected' || reason === 'forceDisconnected') item.remove();
        this.#changed();
      });
      this.#changed();
    });
    item.append(frame);
    this.#list.append(item);
    this.#changed();
  }

  /** The newest one who is in the session and stays there, as far as we know. */
  get newest() {
    return [...this.#list.children].findLast(
      (item) => !this.#leaving.has(item) && !item.dataset.away && sessionIn(item)?.state === 'connected',
    );
  }

  nameOf(person) {
    return person.querySelector('iframe').title;
  }

  /** Leaves by `disconnect()`, as a page does that says goodbye: the others see clientDisconnected. */
  leave(person) {
    this.#leaving.add(person);
    sessionIn(person).disconnect();
  }

  /**
   * Crashes, as a tab does whose process is killed: it says nothing any more, and is gone. The browser frees the lock that
   * was its membership; the others wait 0.3 s for a word why, hear none, and see networkDisconnected.
   */
  crash(person) {
    this.#leaving.add(person);
    mute(person);
    person.remove();
    this.#changed();
  }

  /**
   * Loses its network for a while. The local engine has no network to lose; but the page can be told what it is told when
   * the browser puts it away (`pagehide`) and takes it out again (`pageshow`), and be kept from saying goodbye. The others
   * see networkDisconnected. When it is back it sees that itself, and joins again by its own reconnect policy.
   */
  cutNetwork(person) {
    const {contentWindow: page} = person.querySelector('iframe');
    const unmute = mute(person);
    person.dataset.away = 'true';
    page.dispatchEvent(new page.PageTransitionEvent('pagehide', {persisted: true}));
    this.#changed();
    setTimeout(() => {
      if (!person.isConnected) return;
      unmute();
      delete person.dataset.away;
      page.dispatchEvent(new page.PageTransitionEvent('pageshow', {persisted: true}));
      this.#changed();
    }, AWAY);
  }
}

function sessionIn(person) {
  return person.querySelector('iframe').contentDocument?.querySelector('ot-session');
}

/** Whatever the page says to others is not heard until the function is called that this returns. */
function mute(person) {
  const {prototype} = person.querySelector('iframe').contentWindow.BroadcastChannel;
  const {postMessage} = prototype;
  prototype.postMessage = () => undefined;
  return () => {
    prototype.postMessage = postMessage;
  };
}
