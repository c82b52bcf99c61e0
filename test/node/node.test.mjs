import assert from 'node:assert/strict';
import {test} from 'node:test';
import {initSession} from 'ot-elements';

for (const [engine, key] of [
  ['opentok', '47000000'],
  ['local', ''],
]) {
  test(`engine="${engine}" in Node: unsupported-browser, without a retry`, async (context) => {
    context.mock.method(console, 'error', () => undefined);
    const session = initSession(key, 'room', {engine});
    await assert.rejects(session.connect('token'), {name: 'SessionError', code: 'unsupported-browser'});
    assert.equal(session.state, 'disconnected');
  });
}
