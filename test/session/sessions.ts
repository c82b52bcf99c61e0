import {expect} from '@open-wc/testing';
import {type SessionOptions, initSession} from '../../src/session/init-session.js';
import type {Session} from '../../src/session/session.js';
import {SessionError} from '../../src/values/session-error.js';
import {platform, useFakePlatform} from '../fakes/use-fake-platform.js';
import {rejection} from '../rejection.js';

let created: Session[];

/** From here on, each test of the file starts with an empty platform, and its sessions are disconnected at its end. */
export function useSessions(): void {
  beforeEach(() => (created = []));

  afterEach(async () => {
    for (const session of created) await session.disconnect();
    expect(platform.running, 'engines left running').to.equal(0);
  });
  useFakePlatform();
}

/** Creates a session on the fake platform. */
export function createSession(options: SessionOptions = {}, id = 'room'): Session {
  const session = initSession('123', id, {engine: 'fake', reconnect: 'never', ...options});
  created.push(session);
  return session;
}

/** The error that the promise is rejected with, which has to be a `SessionError`. */
export async function errorOf(promise: Promise<unknown>): Promise<SessionError> {
  const error = await rejection(promise);
  expect(error).to.be.instanceOf(SessionError);
  return error as SessionError;
}
