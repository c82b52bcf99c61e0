// People to experiment with. Each is a frame that loads person.html with its own <ot-session>, which joins and leaves
// like a page in another tab. Only crashes and network loss are simulated here, outside of the library.
import {sessionId} from './demo-session.js';

const NETWORK_LOSS_MS = 4000;

/** The people whom one page has added, newest last. */
export class People {
  #list;
  #notify;
  #leaving = new WeakSet();

  /**
   * @param {HTMLElement} list the list to which their frames are added
   * @param {() => void} notify called when someone joins, leaves, or changes
   */
  constructor(list, notify) {
    this.#list = list;
    this.#notify = notify;
  }

  get size() {
    return this.#list.children.length;
  }

  /**
   * Adds a person. Their page joins the session when it has loaded.
   *
   * @returns {Promise<boolean>} whether the page has loaded; if not, the person is removed
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
    this.#notify();
    const isLoaded = (await isReachable(frame.src)) && (await watched);
    if (!isLoaded) item.remove();
    this.#notify();
    return isLoaded;
  }

  /** Returns false if the page, or its script, did not load. */
  #watch(person) {
    const session = sessionIn(person);
    if (!session?.state) return false;
    session.addEventListener('sessionConnected', this.#notify);
    session.addEventListener('sessionDisconnected', ({detail: {reason}}) => {
      // after these, a session does not rejoin automatically
      if (reason === 'clientDisconnected' || reason === 'forceDisconnected') person.remove();
      this.#notify();
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
   * Simulates a tab whose process is killed: it sends nothing, and the browser releases the lock that represents its
   * membership. The others wait 0.3 s for a reason, then see networkDisconnected.
   */
  crash(person) {
    this.#leaving.add(person);
    silence(person);
    person.remove();
    this.#notify();
  }

  /**
   * Simulates a network loss of four seconds. The local engine uses no network, so the page's messages are dropped, and
   * it receives the events of a page that the browser suspends (`pagehide`) and resumes (`pageshow`). The others see
   * networkDisconnected. On `pageshow` the page sees that too, and rejoins according to its reconnect policy.
   */
  cutNetwork(person) {
    const {contentWindow: page} = person.querySelector('iframe');
    const restore = silence(person);
    person.dataset.away = 'true';
    page.dispatchEvent(new page.PageTransitionEvent('pagehide', {persisted: true}));
    this.#notify();
    setTimeout(() => {
      if (!person.isConnected) return;
      restore();
      delete person.dataset.away;
      page.dispatchEvent(new page.PageTransitionEvent('pageshow', {persisted: true}));
      this.#notify();
    }, NETWORK_LOSS_MS);
  }
}

/** Firefox fires no event on a frame whose page is unreachable, so this sends a separate request. */
function isReachable(url) {
  return fetch(url).then(
    ({ok}) => ok,
    () => false,
  );
}

function sessionIn(person) {
  return person.querySelector('iframe').contentDocument?.querySelector('ot-session');
}

/** Drops every message that the person's page posts, until the returned function is called. */
function silence(person) {
  const {prototype} = person.querySelector('iframe').contentWindow.BroadcastChannel;
  const {postMessage} = prototype;
  prototype.postMessage = () => undefined;
  return () => {
    prototype.postMessage = postMessage;
  };
}
