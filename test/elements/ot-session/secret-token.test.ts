// The token of a session is nowhere but in the property that holds it, whatever the engine.
import {expect} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {sessionPrefix} from '../../../src/engines/local/local-locks.js';
import type {SessionEvent} from '../../../src/session/session-events.js';
import type {SessionError} from '../../../src/values/session-error.js';
import {EVENT_TYPES} from '../../events.js';
import {FakeXmppSocket, xmppServer} from '../../fakes/fake-xmpp-socket.js';
import {OpenTokPage, ROOM} from '../../fakes/opentok/opentok-page.js';
import {rejection} from '../../rejection.js';
import {textsOf} from '../../texts-of.js';
import {settled, until} from '../../wait.js';

const SECRET = 'hunter2';
const CONSOLE = ['debug', 'dir', 'error', 'group', 'info', 'log', 'table', 'trace', 'warn'] as const;

/** A JSON Web Token whose signature, and whose key to the room, are secret. */
const JWT = `e30.${btoa(JSON.stringify({jid: 'us@chat.example.org', key: SECRET, data: 'Us'})).replace(/=+$/, '')}.${SECRET}`;

interface Case {
  readonly attributes: Partial<OTSessionElement>;
  readonly token: string;
  /** The token of an attempt that is refused. */
  readonly refused: string;
  /** Makes removals, and the next attempt with that token, fail with an error that quotes it. */
  readonly refuse?: (token: string) => void;
}

const {WebSocket} = globalThis;
const methods = CONSOLE.map((method) => [method, Reflect.get(console, method)] as const);

const cases: Record<string, () => Case> = {
  local: () => ({
    attributes: {engine: 'local', sessionId: crypto.randomUUID()},
    token: `data=Us&key=${SECRET}`,
    refused: `role=nobody&key=${SECRET}`,
  }),
  opentok: () => {
    const page = new OpenTokPage();
    page.platform.join(ROOM, 'ann', 'Ann');
    const refuse = () =>
      page.platform.refusals.push({name: 'OT_AUTHENTICATION_ERROR', code: 1004, message: 'Token: {token}'});
    const token = `data=Us&key=${SECRET}`;
    return {attributes: {apiKey: '123', sessionId: ROOM}, token, refused: token, refuse};
  },
  xmpp: () => {
    globalThis.WebSocket = FakeXmppSocket as unknown as typeof WebSocket;
    return {
      attributes: {engine: 'xmpp', sessionId: 'lobby', service: 'wss://chat.example.org/xmpp'},
      token: JWT,
      refused: JWT,
      refuse: (token) => (xmppServer.complaint = token),
    };
  },
};

describe('The token', () => {
  let logged: unknown[];

  beforeEach(() => {
    logged = [];
    for (const [method] of methods) Reflect.set(console, method, (...args: unknown[]) => logged.push(...args));
  });
  afterEach(() => {
    for (const [method, own] of methods) Reflect.set(console, method, own);
    globalThis.WebSocket = WebSocket;
    xmppServer.complaint = '';
  });

  for (const [engine, prepare] of Object.entries(cases)) {
    it(`with engine="${engine}" is in no markup, event, error, message, storage, or address, and in nothing public`, async () => {
      const {attributes, token, refused, refuse} = prepare();
      const element = document.createElement('ot-session');
      const count = document.createElement('ot-connection-count');
      element.append(count);
      Object.assign(element, {...attributes, token, connectOn: 'manual', reconnect: 'never'});
      const events: SessionEvent[] = [];
      const errors: SessionError[] = [];
      const seen: unknown[] = [];
      /** What a script of the page, an extension, or a log could have recorded by now. */
      const record = () =>
        seen.push(
          document.documentElement.outerHTML,
          ...[element, count].map(({shadowRoot}) => shadowRoot?.innerHTML),
          JSON.stringify([element.session, element.connection, [...element.connections], element.error]),
          JSON.stringify({...localStorage, ...sessionStorage}),
          JSON.stringify(history.state),
          document.cookie + document.title + location.href,
          ...performance.getEntries().map(({name}) => name),
          ...textsOf([element, count, element.session]),
        );
      for (const type of EVENT_TYPES) {
        element.addEventListener(type.toLowerCase().startsWith('connectioncount') ? type.toLowerCase() : type, ((
          event: CustomEvent<SessionEvent>,
        ) => {
          events.push(event.detail);
          record();
        }) as EventListener);
      }
      const channel = new BroadcastChannel(sessionPrefix(attributes.sessionId ?? ''));
      channel.onmessage = ({data}) => seen.push(...textsOf(data));

      document.body.append(element);
      await element.connect();
      await until(() => count.value, 'a number');
      refuse?.(refused);
      errors.push((await rejection(element.forceDisconnect(element.connection!))) as SessionError);
      const {held = [], pending = []} = await navigator.locks.query();
      seen.push(...[...held, ...pending].map(({name}) => name));
      await element.disconnect();
      errors.push((await rejection(element.connect(refused))) as SessionError);
      await settled();
      record();
      channel.close();
      element.remove();
      await settled();

      expect(errors.map(({code}) => code)).to.deep.equal(['permission-denied', 'authentication-failed']);
      expect(events.map(({type}) => type)).to.include.members([
        'sessionConnected',
        'connectionCreated',
        'connectionCountChange',
        'sessionDisconnected',
        'error',
      ]);
      expect(logged).to.have.lengthOf(1);
      const all = [
        ...seen,
        ...textsOf([events, errors, logged]),
        JSON.stringify([events, errors, logged]),
        ...errors.map(String),
      ].map(String);
      expect(all).to.include('Us');
      // the last one is how SASL PLAIN sends it
      for (const secret of [SECRET, token, refused, btoa(`\0us\0${token}`)])
        expect(all.filter((text) => text.includes(secret))).to.deep.equal([]);
    });
  }
});
