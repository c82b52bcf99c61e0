// A minimal client (RFC 7395): to have many of them, to die without a message, and to send what no browser would.
import {once} from 'node:events';
import WebSocket from 'ws';
import {claimsOf} from './jwt.mjs';

const PATIENCE = 60_000;

export class RawClient {
  host;
  room = '';
  nick = '';
  /** The number of occupants whose arrival it received. */
  seen = 0;
  socket;
  #waiting = new Set();
  #counting;
  #handled = 0;

  constructor(server, {resumable = false} = {}) {
    this.host = server.host;
    this.service = server.service();
    this.resumable = resumable;
  }

  /** Logs in. Rejects with the server's error. */
  async connect(token, jid = claimsOf(token).jid) {
    this.socket = new WebSocket(this.service, 'xmpp', {perMessageDeflate: false});
    this.socket.on('message', (data) => this.#receive(String(data)));
    this.socket.on('close', () => this.#settle('', '<closed/>', true));
    this.socket.on('error', () => {});
    await once(this.socket, 'open');
    const open = `<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="${this.host}" version="1.0"/>`;
    await this.ask(open, /^<stream:features/);
    const secret = Buffer.from(`\0${jid.split('@')[0]}\0${token}`).toString('base64');
    const auth = `<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">${secret}</auth>`;
    await this.ask(auth, /^<success/, /^<failure/);
    await this.ask(open, /^<stream:features/);
    const bind = `<iq xmlns="jabber:client" type="set" id="bind"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>`;
    await this.ask(bind, /id=.bind./);
    if (this.resumable) await this.ask(`<enable xmlns="urn:xmpp:sm:3" resume="true"/>`, /^<enabled/);
    this.#counting = this.resumable;
    return this;
  }

  /** Enters a room. Resolves when it has listed all occupants. */
  async join(room, nick, {key = '', inside = ''} = {}) {
    Object.assign(this, {room, nick});
    const password = key && `<password>${key}</password>`;
    const to = `to="${room}/${nick}"`;
    return this.ask(
      `<presence xmlns="jabber:client" ${to}><x xmlns="http://jabber.org/protocol/muc"><history maxchars="0"/>${password}</x>${inside}</presence>`,
      /code=.110./,
      /^<presence[^>]*type=.error/,
    );
  }

  send(text) {
    this.socket.send(text);
  }

  /** Sends, and waits for one response, or rejects with the other. */
  async ask(text, answer, refusal) {
    const answered = this.next(answer, refusal);
    this.send(text);
    return answered;
  }

  /** Waits for a stanza. */
  next(answer, refusal) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        reject(new Error(`Waited in vain for ${answer}.`));
      }, PATIENCE);
      const waiting = {
        answer,
        refusal,
        resolve: (stanza) => resolve((clearTimeout(timer), stanza)),
        reject: (stanza) => reject((clearTimeout(timer), new Error(stanza))),
      };
      this.#waiting.add(waiting);
    });
  }

  /** Dies: the socket is closed without a message. */
  die() {
    this.socket.terminate();
  }

  /** Leaves properly. */
  leave() {
    this.send('<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>');
  }

  #receive(stanza) {
    if (this.#counting && /^<(presence|iq|message)[ >]/.test(stanza)) this.#handled++;
    if (stanza.startsWith('<r ')) this.send(`<a xmlns="urn:xmpp:sm:3" h="${this.#handled}"/>`);
    if (/^<presence(?![^>]*type=)/.test(stanza)) this.seen++;
    this.#settle(stanza);
  }

  #settle(stanza, closed, isOver = false) {
    for (const waiting of [...this.#waiting]) {
      const {answer, refusal, resolve, reject} = waiting;
      const isRefused = isOver || refusal?.test(stanza);
      if (!isRefused && !answer.test(stanza)) continue;
      this.#waiting.delete(waiting);
      if (isRefused) reject(isOver ? closed : stanza);
      else resolve(stanza);
    }
  }
}
