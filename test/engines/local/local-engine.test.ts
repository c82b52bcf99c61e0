import {createLocalEngine, localEngine} from '../../../src/engines/local/local-engine.js';
import {describeEngineContract} from '../../engine-contract.js';
import {addFrame, type Frame} from './frame.js';
import {locksOf, newSession} from './local-session.js';

describeEngineContract('the local engine, in one page', () => {
  const publisher = newSession();
  return {
    engine: localEngine,
    elsewhere: localEngine,
    publisher,
    moderator: {...publisher, token: 'role=moderator'},
    refuse: () => ({...publisher, token: 'role=king'}),
    leftovers: () => locksOf(publisher),
  };
});

describe('The local engine, between frames', () => {
  let frame: Frame;
  before(async () => {
    frame = await addFrame();
  });
  after(() => frame.element.remove());

  describeEngineContract('one of them here', () => {
    const publisher = newSession();
    return {
      engine: createLocalEngine(),
      elsewhere: frame.createLocalEngine(),
      publisher,
      moderator: {...publisher, token: 'role=moderator'},
      refuse: () => ({...publisher, sessionId: ''}),
      leftovers: () => locksOf(publisher),
    };
  });
});
