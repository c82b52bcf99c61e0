// 200 joins and leaves in each round, at random and at once, by 80 members in 20 frames of 4 tabs: when they are done,
// every member's roster is right.
import assert from 'node:assert/strict';
import {randomInt, randomUUID} from 'node:crypto';
import {test} from 'node:test';
import {inBrowsers} from './in-browsers.mjs';

const TABS = 4;
const FRAMES = 5;
const {SEED = randomInt(2 ** 31), ROUNDS = 50} = process.env;

const options = {
  names: ['chromium', 'firefox'],
  pages: {
    '/crowd': () => '<!doctype html><title>A crowd</title><script type="module" src="/test/pages/crowd.mjs"></script>',
    '/crowds': (query) => {
      const frame = (_, index) =>
        `<iframe src="/crowd?session-id=${query.get('session-id')}&number=${Number(query.get('number')) + index}"></iframe>`;
      return `<!doctype html><title>Crowds</title><script>window.crowds = [];</script>${Array.from({length: FRAMES}, frame).join('')}`;
    },
  },
  // so that the four tabs are four processes
  launch: {firefox: {extraPrefsFirefox: {'dom.ipc.processCount.webIsolated': 12}}},
};

inBrowsers('a crowd', options, ({open}) => {
  test(`is in every member’s roster, after each of ${ROUNDS} rounds, SEED=${SEED}`, async (context) => {
    const sessionId = randomUUID();
    const tabs = [];
    for (let index = 0; index < TABS; index++) {
      tabs.push(await open(context, `/crowds?session-id=${sessionId}&number=${index * FRAMES}`));
    }
    const each = (callback, ...args) => Promise.all(tabs.map((tab) => tab.evaluate(callback, ...args)));
    const eachUntil = (callback, ...args) => Promise.all(tabs.map((tab) => tab.until(callback, ...args)));
    await eachUntil((count) => window.crowds.length === count, FRAMES);

    const begun = performance.now();
    let longest = 0;
    let most = 0;
    for (let round = 1; round <= ROUNDS; round++) {
      await tabs[0].evaluate(
        (id, order) => {
          const channel = new BroadcastChannel(`crowd ${id}`);
          channel.postMessage(order);
          channel.close();
        },
        sessionId,
        {seed: Number(SEED), round},
      );
      await eachUntil((number) => window.crowds.every((crowd) => crowd.hasEnded(number)), round);
      const ended = performance.now();
      const truth = (await each(() => window.crowds.flatMap((crowd) => crowd.ids()))).flat();
      most = Math.max(most, truth.length);
      // the last messages may still be in transit
      const wrong = () =>
        each((ids) => JSON.stringify(window.crowds.flatMap((crowd) => crowd.wrong(new Set(ids)))), truth);
      for (const deadline = ended + 5000; (await wrong()).some((text) => text !== '[]');) {
        if (performance.now() > deadline) assert.deepEqual(await wrong(), '[]', `after round ${round}`);
      }
      longest = Math.max(longest, performance.now() - ended);
      assert.deepEqual(
        (await each(() => window.crowds.flatMap((crowd) => crowd.problems()))).flat(),
        [],
        `in round ${round}`,
      );
    }
    const sum = async (what) => {
      const sums = await each((key) => window.crowds.reduce((total, crowd) => total + crowd.sum(key), 0), what);
      return sums.reduce((total, one) => total + one);
    };
    const changes = await sum('changes');
    const misjudged = await sum('misjudged');
    context.diagnostic(
      `${changes} joins and leaves in ${Math.round(performance.now() - begun)} ms, up to ${most} members; ` +
        `seen by everyone at most ${Math.round(longest)} ms later; ${misjudged} with a wrong reason`,
    );
    assert.equal(misjudged, 0, 'departures with a wrong reason');
    // otherwise there was no stress
    assert.ok(changes >= 180 * ROUNDS, `${changes} joins and leaves`);
    assert.ok(most > 20, `${most} members at most`);
  });
});
