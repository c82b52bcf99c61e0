import {xmppEngine} from '../../src/engines/xmpp/xmpp-engine.js';
import {describeEngineContract} from '../engine-contract.js';
import {newSession, openSockets, servers, watchSockets} from './xmpp-server.js';

watchSockets();

for (const server of servers) {
  describeEngineContract(`the xmpp engine, on ${server}`, async () => {
    const [session, other] = await Promise.all([newSession(server), newSession(server)]);
    const foreign = await other.config();
    return {
      engine: xmppEngine,
      elsewhere: xmppEngine,
      publisher: await session.config({data: 'Ann <&> "Žofie" 👋'}),
      moderator: await session.config({role: 'moderator'}),
      other: foreign,
      refuse: () => ({...foreign, sessionId: session.id}),
      leftovers: openSockets,
    };
  });
}

if (!servers.length) {
  describe('The engine contract: the xmpp engine', () => {
    it.skip('needs a server: node scripts/servers/xmpp-servers.mjs --install');
  });
}
