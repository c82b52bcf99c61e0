// Runs in the tabs of local.mjs: a member of a session. All tabs use the same clock.
import {initSession} from '/cdn/ot-elements.js';

const now = () => performance.timeOrigin + performance.now();

let firstPost;
const {postMessage} = BroadcastChannel.prototype;
BroadcastChannel.prototype.postMessage = function (message) {
  firstPost ??= now();
  postMessage.call(this, message);
};

/** Maps received messages and events to the time they were received. */
const received = {};
const channel = new BroadcastChannel('ping');
channel.onmessage = ({data}) => (received[data] = now());

const sessionId = new URLSearchParams(location.search).get('session-id');
const session = initSession('', sessionId, {engine: 'local', reconnect: 'never'});
session.on({
  connectionCreated: ({connection: {id}}) => (received[`created ${id}`] = now()),
  connectionDestroyed: ({connection: {id}, reason}) => (received[`destroyed ${id} ${reason}`] = now()),
});

window.bench = {
  received,
  ping(name) {
    const called = now();
    channel.postMessage(name);
    return called;
  },
  /** Joins. Returns the own ID, when connect() was called, and when the first message was posted. */
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
