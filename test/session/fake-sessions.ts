import {expect} from '@open-wc/testing';
import {registerEngine} from '../../src/engines/engine-registry.js';
import {type SessionOptions, initSession} from '../../src/session/init-session.js';
import {SessionError} from '../../src/values/session-error.js';
import type {Session} from '../../src/session/session.js';
import {rejection} from '../collect.js';
import {type FakePlatform, createFakePlatform} from '../fake-engine.js';

/** The platform of the test that runs, whose engine is called `fake`. */
export let platform: FakePlatform;
let made: Session[];

/** From here on, each test of the file begins with a platform of its own, and leaves nothing behind. */
export function useFakeSessions(): void {
  const {random} = Math;

  beforeEach(() => {
    // a wait to try again is not over before anybody has looked
    Math.random = () => 0.99;
    platform = createFakePlatform();
    registerEngine('fake', () => Promise.resolve(platform.engine));
    made = [];
  });

  afterEach(async () => {
    Math.random = random;
    for (const one of made) await one.disconnect();
    expect(platform.running, 'engines left running').to.equal(0);
  });
}

/** Makes a session that is left when the test is over. */
export function session(options: SessionOptions = {}, id = 'room'): Session {
  const one = initSession('123', id, {engine: 'fake', reconnect: 'never', ...options});
  made.push(one);
  return one;
}

/** The error a promise is rejected with. */
export async function errorOf(promise: Promise<unknown>): Promise<SessionError> {
  const error = await rejection(promise);
  expect(error).to.be.instanceOf(SessionError);
  return error as SessionError;
}
