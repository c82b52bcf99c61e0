import {expect} from '@open-wc/testing';
import {createQueue} from '../../src/scheduling/queue.js';
import {queueTask} from '../../src/scheduling/queue-task.js';

describe('createQueue()', () => {
  it('runs what a callback adds after that callback has returned, and then reports that it is empty', () => {
    const log: string[] = [];
    const queue = createQueue(() => log.push('empty'));
    queue(() => {
      queue(() => log.push('second'));
      log.push('first');
    });
    expect(log).to.deep.equal(['first', 'second', 'empty']);
  });

  it('goes on after an error that could not be reported, as when the stack is full', () => {
    const report = window.reportError.bind(window);
    const queue = createQueue();
    window.reportError = () => {
      throw new RangeError('no stack left');
    };
    expect(() => {
      queue(() => {
        throw new Error('the callback’s own mistake');
      });
    }).to.throw(RangeError);
    window.reportError = report;
    let ran = false;
    queue(() => (ran = true));
    expect(ran).to.equal(true);
  });
});

describe('queueTask()', () => {
  for (const channels of [true, false]) {
    it(`calls back in a later task, ${channels ? 'by a channel' : 'even without MessageChannel'}`, async () => {
      const {MessageChannel} = window;
      if (!channels) Reflect.set(window, 'MessageChannel', undefined);
      try {
        let microtask = false;
        const called = new Promise<boolean>((resolve) => {
          queueTask(() => resolve(microtask));
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
