import {SessionError} from '../../src/values/session-error.js';
import type {Engine} from '../../src/engines/engine.js';
import {createOpenTokEngine} from '../../src/engines/opentok/opentok-engine.js';
import {describeEngineContract} from '../engine-contract.js';
import {createFakePlatform} from '../fakes/fake-platform.js';
import {EMPTY_CONFIG} from '../empty-config.js';
import {FakeOpenTok} from '../fakes/opentok/fake-opentok.js';

describeEngineContract('the fake engine', () => {
  const platform = createFakePlatform();
  const publisher = {...EMPTY_CONFIG, engine: 'fake', sessionId: 'a-session'};
  return {
    engine: platform.engine,
    elsewhere: platform.engine,
    publisher,
    moderator: {...publisher, token: 'role=moderator'},
    refuse() {
      platform.refuse(new SessionError('authentication-failed', 'Refused, as asked.'));
      return publisher;
    },
    leftovers: () => Array.from({length: platform.running}),
  };
});

describeEngineContract('the opentok engine, on a fake SDK', () => {
  const platform = new FakeOpenTok();
  const sessionId = 'a-session';

  /** The engine on a page for each concurrent member: a page has one Session per id, which can join once. */
  function onPages(): Engine {
    const free: Engine[] = [];
    return (config, observer, signal) => {
      const page = platform.page();
      const engine = free.pop() ?? createOpenTokEngine(() => Promise.resolve(page));
      signal.addEventListener('abort', () => free.push(engine));
      return engine(config, observer, signal);
    };
  }

  const publisher = {...EMPTY_CONFIG, engine: 'opentok', apiKey: '123', sessionId, token: 'data=us'};
  return {
    engine: onPages(),
    elsewhere: onPages(),
    publisher,
    moderator: {...publisher, token: 'role=moderator'},
    refuse() {
      platform.refusals.push({name: 'OT_AUTHENTICATION_ERROR', code: 1004, message: 'Invalid token: {token}'});
      return publisher;
    },
    leftovers: () => [
      ...platform.members(sessionId),
      ...platform.sessions.filter((session) => session.currentState !== 'disconnected' || session.listenerCount()),
    ],
  };
});
