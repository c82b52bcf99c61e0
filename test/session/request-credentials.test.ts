import {expect} from '@open-wc/testing';
import type {GetCredentials} from '../../src/session/credentials-source.js';
import {initSession} from '../../src/session/init-session.js';
import {requestCredentials} from '../../src/session/request-credentials.js';
import {SessionError} from '../../src/values/session-error.js';
import {logged} from '../fakes/console.js';
import {settled} from '../wait.js';
import {EMPTY_CONFIG} from '../empty-config.js';
import {errorOf} from './sessions.js';
import {platform, useFakePlatform} from '../fakes/use-fake-platform.js';

const SECRET = 'T1==hunter2';
const {signal} = new AbortController();

describe('Credentials from a function', () => {
  const from = (get: unknown, config = EMPTY_CONFIG) =>
    requestCredentials(config, {id: get, get: get as GetCredentials}, signal);

  it('may be returned synchronously or asynchronously', async () => {
    expect((await from(() => ({token: 'now'}))).token).to.equal('now');
    expect((await from(() => Promise.resolve({token: 'later'}))).token).to.equal('later');
  });

  it('receives a signal that is aborted with the attempt', async () => {
    let given: unknown;
    await from((its: AbortSignal) => {
      given = its;
      return {};
    });
    expect(given).to.equal(signal);
  });

  it('that throws or rejects is credentials-unavailable, with the error as the cause', async () => {
    const cause = new Error(`no ${SECRET}`);
    const failing = [
      () => {
        throw cause;
      },
      () => Promise.reject(cause),
    ];
    for (const get of failing) {
      const error = await errorOf(from(get));
      expect(error.code).to.equal('credentials-unavailable');
      expect(error.cause).to.equal(cause);
      expect(error.message + String(error) + JSON.stringify(error)).not.to.contain('hunter2');
    }
  });

  it('that throws a SessionError rejects with that error', async () => {
    const error = new SessionError('closed', 'The shop is closed.');
    expect(await errorOf(from(() => Promise.reject(error)))).to.equal(error);
  });

  for (const junk of [
    undefined,
    null,
    'T1==hunter2',
    42,
    [],
    () => undefined,
    {token: {}},
    {sessionId: ['x']},
    {apiKey: true},
  ]) {
    it(`that returns ${typeof junk} ${JSON.stringify(junk)} is credentials-invalid`, async () => {
      const error = await errorOf(from(() => junk, {...EMPTY_CONFIG, apiKey: '1', sessionId: 's', token: 't'}));
      expect(error.code).to.equal('credentials-invalid');
      expect(error.message).not.to.contain('hunter2');
    });
  }
});

describe('Credentials of a session', () => {
  useFakePlatform();
  beforeEach(() => {
    Math.random = () => 0;
  });

  const tokens = () => platform.attempts.map(({config}) => config.token);

  it('are fetched on each attempt, so that each has a fresh token', async () => {
    let requested = 0;
    const session = initSession('', 'room', {engine: 'fake', getCredentials: () => ({token: `data=${++requested}`})});
    await session.connect();
    const again = new Promise((resolve) => session.once('sessionConnected', resolve));
    platform.disconnect('serverRotation');
    await again;
    await session.disconnect();
    await session.connect();
    expect(tokens()).to.deep.equal(['data=1', 'data=2', 'data=3']);
    await session.disconnect();
  });

  it('that are refused are fetched once more, in the same attempt', async () => {
    let requested = 0;
    const session = initSession('', 'room', {engine: 'fake', getCredentials: () => ({token: `data=${++requested}`})});
    platform.refuse(new SessionError('authentication-failed', 'expired'));
    await session.connect();
    expect(tokens()).to.deep.equal(['data=1', 'data=2']);
    expect(logged).to.deep.equal([]);
    await session.disconnect();
  });

  it('that are refused twice are an error, and are not fetched again', async () => {
    const session = initSession('', 'room', {engine: 'fake', getCredentials: () => ({token: SECRET})});
    const errors = ['expired', 'expired again'].map((text) => new SessionError('authentication-failed', text));
    platform.refuse(...errors);
    expect(await errorOf(session.connect())).to.equal(errors[1]);
    await settled();
    expect(session.state).to.equal('disconnected');
    expect(platform.attempts).to.have.lengthOf(2);
    expect(logged.join()).not.to.contain('hunter2');
  });

  it('without a source, a refusal is final', async () => {
    const session = initSession('', 'room', {engine: 'fake'});
    platform.refuse(new SessionError('authentication-failed', 'expired'));
    expect(await errorOf(session.connect(SECRET))).to.have.property('code', 'authentication-failed');
    expect(platform.attempts).to.have.lengthOf(1);
  });

  it('that never arrive time out with the attempt', async () => {
    const session = initSession('', 'room', {
      engine: 'fake',
      reconnect: 'never',
      connectTimeout: 30,
      getCredentials: () => new Promise(() => undefined),
    });
    expect(await errorOf(session.connect())).to.have.property('code', 'timed-out');
    expect(platform.attempts).to.have.lengthOf(0);
  });

  it('may provide the session id', async () => {
    const session = initSession('', '', {
      engine: 'fake',
      getCredentials: () => ({sessionId: 'named', token: ''}),
    });
    await session.connect();
    expect(session.sessionId).to.equal('named');
    expect(platform.attempts[0]!.config.sessionId).to.equal('named');
    await session.disconnect();
  });
});
