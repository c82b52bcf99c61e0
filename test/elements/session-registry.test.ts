import {expect} from '@open-wc/testing';
import {searches, sessionsChanged} from '../../src/elements/session-registry.js';
import {settled} from '../wait.js';
import {captureConsole} from '../fakes/console.js';

describe('sessionsChanged()', () => {
  captureConsole();

  const added: (() => void)[] = [];
  const add = (seek: () => void) => {
    added.push(seek);
    searches.add(seek);
  };

  afterEach(() => {
    for (const seek of added.splice(0)) searches.delete(seek);
  });

  it('calls each seeker once for all changes in one task', async () => {
    let calls = 0;
    add(() => calls++);
    sessionsChanged();
    sessionsChanged();
    await settled();
    expect(calls).to.equal(1);
  });

  it('does not call a seeker that an earlier one removed', async () => {
    const calls: string[] = [];
    const second = () => calls.push('second');
    add(() => {
      calls.push('first');
      searches.delete(second);
    });
    add(second);
    sessionsChanged();
    await settled();
    expect(calls).to.deep.equal(['first']);
  });

  it('calls the next seeker when one throws', async () => {
    const mocha = window.onerror;
    window.onerror = () => true;
    try {
      let calls = 0;
      add(() => {
        throw new Error('a mistake');
      });
      add(() => calls++);
      sessionsChanged();
      await settled();
      expect(calls).to.equal(1);
    } finally {
      window.onerror = mocha;
    }
  });
});
