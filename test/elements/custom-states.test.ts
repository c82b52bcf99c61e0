import {expect} from '@open-wc/testing';
import {toggleState} from '../../src/elements/custom-states.js';

describe('custom states', () => {
  it('are added and deleted', () => {
    const states = new Set<string>() as CustomStateSet;
    toggleState(states, 'stale', true);
    expect([...states]).to.deep.equal(['stale']);
    toggleState(states, 'stale', false);
    expect([...states]).to.deep.equal([]);
  });

  it('have two hyphens in browsers that require them', () => {
    class Older extends Set<string> {
      override add(name: string): this {
        if (!name.startsWith('--')) throw new DOMException('No.', 'SyntaxError');
        return super.add(name);
      }
    }
    const states = new Older();
    toggleState(states, 'stale', true);
    expect([...states]).to.deep.equal(['--stale']);
    toggleState(states, 'stale', false);
    expect([...states]).to.deep.equal([]);
  });
});
