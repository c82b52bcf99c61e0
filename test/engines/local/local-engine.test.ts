import {expect} from '@open-wc/testing';
import {createLocalEngine, localEngine} from '../../../src/engines/local/local-engine.js';
import {until} from '../../wait.js';
import {describeEngineContract} from '../../engine-contract.js';
import {Recorder} from '../recorder.js';
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

describe('The local engine', () => {
  it('leaves when aborted between joining and resolving, too', async () => {
    const session = newSession();
    const abort = new AbortController();
    const reason = new Error('never mind');
    const observer = new Recorder();
    void observer.until(() => observer.calls.length > 0).then(() => abort.abort(reason));
    const outcome = await localEngine(session, observer, abort.signal).catch((error: unknown) => error);
    expect(outcome).to.equal(reason);
    await until(async () => (await locksOf(session)).length === 0, 'nothing is left');
  });
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
