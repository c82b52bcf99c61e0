// People to try things with. Each is a frame that holds person.html with its own <ot-session>, as real as a person in
// another tab. Only a crash and a lost network are simulated, from here and outside of the library.
import {sessionId} from './demo-session.js';

const NETWORK_LOSS_MS = 4000;

/** The people whom one page has added, newest last. */
export class People {
  #list;
  #changed;
  #leaving = new WeakSet();

  /**
   * @param {HTMLElement} list where their frames go
   * @param {() => void} changed called when anyone joins, leaves, or changes
   */
  constructor(list, changed) {
    this.#list = list;
    this.#changed = changed;
  }

  get size() {
    return this.#list.children.length;
  }

  /**
   * Adds a person, who joins by themselves.
   *
   * @returns {Promise<boolean>} whether their page has loaded; if not, they are removed again
   */
  async add(name) {
    const item = document.createElement('li');
    const frame = document.createElement('iframe');
    frame.title = name;
    frame.tabIndex = -1; // nothing in it can be focused
    frame.src = `person.html?${new URLSearchParams({session: sessionId, name})}`;
    const watched = new Promise((resolve) => frame.addEventListener('load', () => resolve(this.#watch(item))));
    item.append(frame);
    this.#list.append(item);
    this.#changed();
    const isLoaded = (await isReachable(frame.src)) && (await watched);
    if (!isLoaded) item.remove();
    this.#changed();
    return isLoaded;
  }

  /** Returns false if the page, or its script, did not load. */
  #watch(person) {
    const session = sessionIn(person);
    if (!session?.state) return false;
    session.addEventListener('sessionConnected', this.#changed);
    session.addEventListener('sessionDisconnected', ({detail: {reason}}) => {
      // after these, a session does not rejoin by itself
      if (reason === 'clientDisconnected' || reason === 'forceDisconnected') person.remove();
      this.#changed();
    });
    return true;
  }

  /** The newest person who is in the session and is not about to leave it. */
  get newest() {
    return [...this.#list.children].findLast(
      (item) => !this.#leaving.has(item) && !item.dataset.away && sessionIn(item)?.state === 'connected',
    );
  }

  nameOf(person) {
    return person.querySelector('iframe').title;
  }

  /** Calls `disconnect()`; the others see clientDisconnected. */
  leave(person) {
    this.#leaving.add(person);
    sessionIn(person).disconnect();
  }

  /**
   * Ends like a tab whose process is killed: it sends nothing, and the browser releases the lock that was its membership.
   * The others wait 0.3 s for a reason, then see networkDisconnected.
   */
  crash(person) {
    this.#leaving.add(person);
    silence(person);
    person.remove();
    this.#changed();
  }

  /**
   * Loses the network for four seconds. The local engine has no network to lose, so the page is silenced and gets the
   * events of a page that the browser suspends (`pagehide`) and resumes (`pageshow`). The others see networkDisconnected.
   * On its return the page sees that, too, and rejoins by its own reconnect policy.
   */
  cutNetwork(person) {
    const {contentWindow: page} = person.querySelector('iframe');
    const restore = silence(person);
    person.dataset.away = 'true';
    page.dispatchEvent(new page.PageTransitionEvent('pagehide', {persisted: true}));
    this.#changed();
    setTimeout(() => {
      if (!person.isConnected) return;
      restore();
      delete person.dataset.away;
      page.dispatchEvent(new page.PageTransitionEvent('pageshow', {persisted: true}));
      this.#changed();
    }, NETWORK_LOSS_MS);
  }
}

/** Firefox fires no event for a frame whose page cannot be reached, hence the second request. */
function isReachable(url) {
  return fetch(url).then(
    ({ok}) => ok,
    () => false,
  );
}

function sessionIn(person) {
  return person.querySelector('iframe').contentDocument?.querySelector('ot-session');
}

/** Drops whatever the person's page sends, until the returned function is called. */
function silence(person) {
  const {prototype} = person.querySelector('iframe').contentWindow.BroadcastChannel;
  const {postMessage} = prototype;
  prototype.postMessage = () => undefined;
  return () => {
    prototype.postMessage = postMessage;
  };
}
