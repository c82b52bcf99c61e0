import {expect} from '@open-wc/testing';
import {inATaskOfItsOwn} from '../../src/scheduling/in-a-task-of-its-own.js';

describe('inATaskOfItsOwn()', () => {
  for (const channels of [true, false]) {
    it(`calls back in a later task, ${channels ? 'by a channel' : 'even without MessageChannel'}`, async () => {
      const {MessageChannel} = window;
      if (!channels) Reflect.set(window, 'MessageChannel', undefined);
      try {
        let microtask = false;
        const called = new Promise<boolean>((resolve) => {
          inATaskOfItsOwn(() => resolve(microtask));
        });
        await Promise.resolve();
        microtask = true;
        expect(await called).to.equal(true);
      } finally {
        window.MessageChannel = MessageChannel;
      }
    });
  }
});
