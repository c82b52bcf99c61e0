import {expect} from '@open-wc/testing';
import type {StanzaBuilder} from '../../../src/engines/xmpp/strophe-module.js';
import {createRoom} from '../../../src/engines/xmpp/xmpp-room.js';
import {loadStrophe} from '../../../src/engines/xmpp/xmpp-strophe.js';

const ROOM = 'lobby@session.chat.example.org';

function stanza(text: string): Element {
  return new DOMParser().parseFromString(text, 'text/xml').documentElement;
}

/** A member of a room of this size, which a test makes check its presence; `said` are its messages to the room, and `asked` its requests. */
async function enterRoomOf(size: number) {
  const said: Element[] = [];
  const asked: Element[] = [];
  const treeOf = (built: StanzaBuilder) => (built as unknown as {tree(): Element}).tree();
  let question: () => Promise<unknown>;
  const nobody = () => undefined;
  const observer = {
    connected: nobody,
    connectionCreated: nobody,
    connectionDestroyed: nobody,
    disconnected: nobody,
    reconnecting: nobody,
    reconnected: nobody,
    counted: nobody,
  };
  const token = {jid: '', host: '', key: '', data: ''};
  const room = createRoom(await loadStrophe(), ROOM, token, observer, nobody);
  void room.enter({
    send: (built: StanzaBuilder) => said.push(treeOf(built)),
    ask: (built) => (asked.push(treeOf(built)), Promise.resolve(stanza('<iq/>'))),
    keepAlive: (ping) => (question = ping),
    close: nobody,
  });
  const ours = '<x xmlns="http://jabber.org/protocol/muc#user"><status code="110"/></x>';
  for (let index = 1; index <= size; index++)
    room.received(stanza(`<presence from="${ROOM}/${index}">${index === size ? ours : ''}</presence>`));
  said.length = 0;
  return {room, said, asked, ask: () => question(), hear: (text: string) => room.received(stanza(text))};
}

describe('A room', () => {
  const {random} = Math;
  afterEach(() => (Math.random = random));

  it('gets an answer from a random member: from one in so many', async () => {
    const {said, ask} = await enterRoomOf(100);
    Math.random = () => 0.009;
    await ask();
    expect(said).to.have.length(1);
    const [message] = said;
    expect(message?.getAttribute('to')).to.equal(ROOM);
    expect(message?.getAttribute('type')).to.equal('groupchat');
    expect(message?.querySelector('body'), 'nothing that anybody would show').to.equal(null);
  });

  it('gets an answer from the remaining member after some questions, if nobody else answers', async () => {
    const {said, ask} = await enterRoomOf(100);
    Math.random = () => 0.999;
    for (let times = 0; times < 7; times++) await ask();
    expect(said).to.deep.equal([]);
    await ask();
    expect(said).to.have.length(1);
  });

  const roll = (from: string, inside = '<roll xmlns="urn:x-ot:connection:1"/>') =>
    `<message from="${from}" type="groupchat">${inside}</message>`;

  it('gets no answer from a member that has received one from another', async () => {
    const {said, ask, hear} = await enterRoomOf(100);
    Math.random = () => 0.999;
    for (let times = 0; times < 20; times++) {
      await ask();
      hear(roll(`${ROOM}/1`));
    }
    expect(said).to.deep.equal([]);
  });

  it('is not affected by messages of another room, or others', async () => {
    const {said, ask, hear} = await enterRoomOf(100);
    Math.random = () => 0.999;
    for (let times = 0; times < 8; times++) {
      await ask();
      for (const from of ['other@session.chat.example.org/1', `${ROOM}.evil/1`, 'ann@chat.example.org/1'])
        hear(roll(from));
      hear(roll(`${ROOM}/1`, '<connection xmlns="urn:x-ot:connection:1"/>'));
      hear(roll(`${ROOM}/1`, '<x><roll xmlns="urn:x-ot:connection:1"/></x>'));
    }
    expect(said).to.have.length(1);
  });

  it('gets no message from a member that is alone, and no more than usual from one without voice', async () => {
    const alone = await enterRoomOf(1);
    const visitor = await enterRoomOf(100);
    Math.random = () => 0.999;
    for (let times = 0; times < 16; times++) await Promise.all([alone.ask(), visitor.ask()]);
    expect(alone.said).to.deep.equal([]);
    expect(visitor.said).to.have.length(2);
  });

  it('is asked to remove an occupant, whatever its id: it stays the value of an attribute', async () => {
    const {room, asked} = await enterRoomOf(2);
    const id = `"/><item role='none' nick="1"/><!--&]]>`;
    await room.remove(id);
    const {documentElement: sent} = new DOMParser().parseFromString(
      new XMLSerializer().serializeToString(asked[0]!),
      'text/xml',
    );
    const items = [...sent.querySelectorAll('*')].map(({localName, attributes}) => [
      localName,
      ...[...attributes].filter(({name}) => name !== 'xmlns').map(({name, value}) => `${name}=${value}`),
    ]);
    expect(items).to.deep.equal([['query'], ['item', `nick=${id}`, 'role=none']]);
  });
});
