import {describeEngineContract} from '../engine-contract.js';
import {createFakePlatform} from '../fake-engine.js';
import {SessionError} from '../../src/session/session-error.js';

describeEngineContract('the fake engine', () => {
  const platform = createFakePlatform();
  const publisher = {engine: 'fake', apiKey: '', applicationId: '', sessionId: 'a-session', token: ''};
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
