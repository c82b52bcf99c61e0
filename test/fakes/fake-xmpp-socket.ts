import {NS} from '../../src/engines/xmpp/xmpp-namespaces.js';

const STREAM = 'xmlns:stream="http://etherx.jabber.org/streams"';
const MECHANISMS = `<mechanisms xmlns="${NS.sasl}"><mechanism>PLAIN</mechanism></mechanisms>`;
const BIND = '<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"';

/** The server of all fake sockets. */
export const xmppServer = {
  /** The text of its errors: it refuses each login while there is one, and each removal. */
  complaint: '',
  /** The occupant of each room. */
  peer: {nick: 'ann', data: 'Ann'},
};

/** A WebSocket to an XMPP server (RFC 7395). */
export class FakeXmppSocket {
  readyState = 0;
  onopen?: () => void;
  onmessage?: (event: {data: string}) => void;
  onclose?: (event: object) => void;
  #isLoggedIn = false;

  constructor() {
    setTimeout(() => {
      this.readyState = 1;
      this.onopen?.();
    });
  }

  send(text: string): void {
    const {documentElement: stanza} = new DOMParser().parseFromString(text, 'text/xml');
    for (const data of this.#answer(stanza)) setTimeout(() => this.onmessage?.({data}));
    if (stanza.localName === 'close') this.close();
  }

  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    setTimeout(() => this.onclose?.({code: 1000, reason: ''}));
  }

  #answer(stanza: Element): string[] {
    const {complaint, peer} = xmppServer;
    const [to, id] = [stanza.getAttribute('to') ?? '', stanza.getAttribute('id')];
    switch (stanza.localName) {
      case 'open':
        return [
          `<open xmlns="${NS.framing}" from="${to}" id="stream" version="1.0"/>`,
          `<stream:features ${STREAM}>${this.#isLoggedIn ? `${BIND}/>` : MECHANISMS}</stream:features>`,
        ];
      case 'auth':
        if (complaint) return [`<failure xmlns="${NS.sasl}"><not-authorized/><text>${complaint}</text></failure>`];
        this.#isLoggedIn = true;
        return [`<success xmlns="${NS.sasl}"/>`];
      case 'iq':
        if (stanza.querySelector('bind'))
          return [
            `<iq xmlns="jabber:client" type="result" id="${id}">${BIND}><jid>us@chat.example.org/1</jid></bind></iq>`,
          ];
        return [
          `<iq xmlns="jabber:client" type="error" id="${id}" from="${to}"><error type="cancel"><not-allowed xmlns="${NS.stanzas}"/><text xmlns="${NS.stanzas}">${complaint}</text></error></iq>`,
        ];
      case 'presence': {
        if (stanza.getAttribute('type')) return [];
        const [room] = to.split('/');
        const data = document.createTextNode(peer.data);
        const own = stanza.querySelector('connection')!;
        return [
          `<presence xmlns="jabber:client" from="${room}/${peer.nick}"><connection xmlns="${NS.connection}">${new XMLSerializer().serializeToString(data)}</connection></presence>`,
          `<presence xmlns="jabber:client" from="${to}"><x xmlns="${NS.mucUser}"><status code="110"/></x>${new XMLSerializer().serializeToString(own)}</presence>`,
        ];
      }
      default:
        return [];
    }
  }
}
