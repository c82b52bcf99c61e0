// Runs in the tabs of local.mjs: a member of a session, with a clock that is the same in all tabs.
import {initSession} from '/cdn/ot-elements.js';

const now = () => performance.timeOrigin + performance.now();

let firstPost;
const {postMessage} = BroadcastChannel.prototype;
BroadcastChannel.prototype.postMessage = function (message) {
  firstPost ??= now();
  postMessage.call(this, message);
};

/** What came here, to when. */
const came = {};
const channel = new BroadcastChannel('ping');
channel.onmessage = ({data}) => (came[data] = now());

const sessionId = new URLSearchParams(location.search).get('session-id');
const session = initSession('', sessionId, {engine: 'local', reconnect: 'never'});
session.on({
  connectionCreated: ({connection: {id}}) => (came[`created ${id}`] = now()),
  connectionDestroyed: ({connection: {id}, reason}) => (came[`destroyed ${id} ${reason}`] = now()),
});

window.bench = {
  came,
  ping(name) {
    const called = now();
    channel.postMessage(name);
    return called;
  },
  /** Joins: the own id, when connect() was called, and when the others were told. */
  async connect() {
    firstPost = undefined;
    const called = now();
    await session.connect();
    return {id: session.connection.id, called, announced: firstPost};
  },
  disconnect() {
    const called = now();
    session.disconnect();
    return called;
  },
};
