import {expect} from '@open-wc/testing';
import {toggle} from '../../src/elements/custom-states.js';

describe('custom states', () => {
  it('go on and off', () => {
    const states = new Set<string>() as CustomStateSet;
    toggle(states, 'stale', true);
    expect([...states]).to.deep.equal(['stale']);
    toggle(states, 'stale', false);
    expect([...states]).to.deep.equal([]);
  });

  it('in a browser that takes but names with two hyphens, have those', () => {
    class Older extends Set<string> {
      override add(name: string): this {
        if (!name.startsWith('--')) throw new DOMException('No.', 'SyntaxError');
        return super.add(name);
      }
    }
    const states = new Older();
    toggle(states, 'stale', true);
    expect([...states]).to.deep.equal(['--stale']);
    toggle(states, 'stale', false);
    expect([...states]).to.deep.equal([]);
  });
});
