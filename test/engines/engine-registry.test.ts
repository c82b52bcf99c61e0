import {expect} from '@open-wc/testing';
import {loadEngine, registerEngine} from '../../src/engines/engine-registry.js';
import type {Engine} from '../../src/engines/engine.js';

/** The address of another copy of the module. */
const another = '../../src/engines/engine-registry.ts?another';

describe('loadEngine()', () => {
  const engine: Engine = () => Promise.reject(new Error('It is never called here.'));

  /** A loader whose answers are given by the test. */
  function pending(): {answer: (engine: Engine) => void; load: () => Promise<Engine>; calls: number} {
    const loader = {
      answer: undefined as unknown as (engine: Engine) => void,
      calls: 0,
      load: () => {
        loader.calls++;
        return new Promise<Engine>((resolve) => (loader.answer = resolve));
      },
    };
    return loader;
  }

  it('loads an engine once', async () => {
    let calls = 0;
    registerEngine('once', () => {
      calls++;
      return Promise.resolve(engine);
    });
    expect(await loadEngine('once')).to.equal(engine);
    expect(await loadEngine('once')).to.equal(engine);
    expect(calls).to.equal(1);
  });

  it('uses a replacement as soon as it is registered, even if the first engine is still loading', async () => {
    const other: Engine = () => Promise.reject(new Error('It is never called here, either.'));
    const [first, second] = [pending(), pending()];
    registerEngine('replaced', first.load);
    const late = loadEngine('replaced');
    registerEngine('replaced', second.load);
    const next = loadEngine('replaced');
    second.answer(other);
    expect(await next).to.equal(other);
    first.answer(engine);
    expect(await late).to.equal(engine);
    expect(await loadEngine('replaced')).to.equal(other);
    expect(first.calls + second.calls).to.equal(2);
  });

  it('finds an engine that was registered with another copy of the package', async () => {
    const copy = (await import(another)) as {registerEngine: typeof registerEngine};
    expect(copy.registerEngine).not.to.equal(registerEngine);
    copy.registerEngine('from a copy', () => Promise.resolve(engine));
    expect(await loadEngine('from a copy')).to.equal(engine);
  });
});
