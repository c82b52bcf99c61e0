import {describeEngineContract} from '../engine-contract.js';
import {createFakePlatform} from './fake-platform.js';
import {SessionError} from '../../src/values/session-error.js';
import {EMPTY_CONFIG} from '../empty-config.js';

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
