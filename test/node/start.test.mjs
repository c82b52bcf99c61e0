// npm start, as a user runs it to try the demo.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {test} from 'node:test';

test('npm start prints the URL of the demo, serves it and its TypeScript, and ends on SIGTERM', async (context) => {
  const server = spawn(process.execPath, ['scripts/start.mjs'], {
    env: {...process.env, PORT: '0', CI: '1'},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  context.after(() => server.kill('SIGKILL'));
  const ended = once(server, 'exit');

  const [line] = await Promise.race([
    once(createInterface({input: server.stdout}), 'line'),
    ended.then(([code]) => assert.fail(`it ended with ${code}`)),
  ]);
  const [, address] = /^The demo: (http:\/\/127\.0\.0\.1:\d+\/demo\/)$/.exec(line) ?? assert.fail(line);

  const fromRoot = await fetch(new URL('/', address));
  assert.equal(fromRoot.url, address);
  assert.match(await fromRoot.text(), /<ot-session/);

  const demo = await fetch(address);
  assert.equal(demo.status, 200);
  assert.match(demo.headers.get('content-type'), /html/);

  const module = await fetch(new URL('/src/elements/ot-connection-count/count-endpoint.ts', address));
  assert.equal(module.status, 200);
  assert.match(module.headers.get('content-type'), /javascript/);
  assert.doesNotMatch(await module.text(), /readonly/);

  server.kill();
  assert.deepEqual(await ended, [null, 'SIGTERM']);
});
