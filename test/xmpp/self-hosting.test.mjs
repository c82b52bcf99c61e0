// The configurations and token samples of docs/engines/xmpp.md, as written there.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {randomBytes, randomUUID} from 'node:crypto';
import {after, before, describe, test} from 'node:test';
import {codeIn, configs} from './guide.mjs';
import {RawClient} from './raw-client.mjs';
import {servers, startServer} from './servers.mjs';

const secret = randomBytes(32).toString('hex');

const makers = {
  Node: (session, role) => {
    const code = codeIn('js', 'makeToken');
    const call = `console.log(makeToken('${session}', {role: '${role}', data: 'Ann'}), roomKey('${session}'))`;
    return execFileSync(process.execPath, ['--input-type=module', '--eval', `${code}\n${call}`]);
  },
  PHP: (session, role) => {
    const code = codeIn('php', 'make_token').replace('<?php', '');
    return execFileSync('php', [
      '-r',
      `${code}\necho make_token('${session}', '${role}', 'Ann'), ' ', room_key('${session}');`,
    ]);
  },
};

for (const name of servers) {
  describe(`the guide for ${name}`, () => {
    let server;
    before(async () => {
      process.env.OT_SECRET = secret;
      server = await startServer(name, {secret, config: configs[name]});
    });
    after(() => server?.end());

    for (const [language, make] of Object.entries(makers)) {
      test(`a token made in ${language}`, async (context) => {
        const id = randomUUID();
        let made;
        try {
          made = ['moderator', 'publisher'].map((role) => String(make(id, role)).trim().split(' '));
        } catch (error) {
          if (error.code !== 'ENOENT') throw error;
          context.skip(`${language} is not installed`);
          return;
        }
        await server.createSession(id, made[0][1]);
        for (const [index, [token, key]] of made.entries()) {
          const client = await new RawClient(server).connect(token);
          context.after(() => client.socket.terminate());
          const answer = await client.join(`${id}@session.${server.host}`, randomUUID(), {key});
          assert.match(answer, index ? /role=.participant/ : /role=.moderator/);
        }
      });
    }
  });
}

if (!servers.length)
  test('the guide needs a server: node scripts/servers/xmpp-servers.mjs --install', {skip: true}, () => {});
