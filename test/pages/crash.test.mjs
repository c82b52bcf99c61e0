// Tabs that end without a message: the others are notified all the same, with the reason. bench/ measures how soon.
import assert from 'node:assert/strict';
import {once} from 'node:events';
import {test} from 'node:test';
import {inBrowsers} from './in-browsers.mjs';
import {cannotFindProcesses, processOf} from './process-of.mjs';
import {newRoom} from './room.mjs';
import {allDelivered} from './tab.mjs';

const LOST = ['connectionCreated', 'connectionDestroyed networkDisconnected'];

/** In milliseconds, and ample: it takes a third of a second, one in a hidden tab, and up to ten if nobody led. */
const SOON = 4_000;

const options = {
  // WebKit's driver ends together with a page's process
  names: ['chromium', 'firefox'],
  launch: {
    // otherwise all tabs of an origin would share a process
    firefox: {extraPrefsFirefox: {'dom.ipc.processCount.webIsolated': 12}},
  },
};

inBrowsers('tabs that crash', options, ({name, open, browser}) => {
  async function openTabs(context, count) {
    const room = newRoom();
    const tabs = [];
    // one after another, so that the first one leads
    for (let index = 1; index <= count; index++) {
      tabs.push(await open(context, room()));
      await Promise.all(tabs.map((tab) => tab.counts(index)));
    }
    return {room, tabs, ids: await Promise.all(tabs.map((tab) => tab.own()))};
  }

  /** Kills the processes of these tabs, all at once. */
  async function kill(...tabs) {
    const pids = [];
    for (const tab of tabs) pids.push(await processOf(browser(), tab));
    assert.equal(new Set(pids).size, tabs.length, 'each tab has its own process');
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    return performance.now();
  }

  /** Resolves when these tabs have seen each of these connections lost once, and only the tabs are left. */
  async function areLeft(room, tabs, lost, killed) {
    for (const tab of tabs) for (const id of lost) assert.deepEqual(await tab.sawDeparture(id), LOST);
    const time = performance.now() - killed;
    assert.ok(time < SOON, `${time} ms`);
    await allDelivered(room(), ...tabs);
    for (const tab of tabs) {
      await tab.counts(tabs.length);
      for (const id of lost) assert.deepEqual(await tab.eventsOf(id), LOST);
      assert.equal(await tab.state(), 'connected');
    }
  }

  if (name === 'chromium') {
    test('Page.crash: networkDisconnected', async (context) => {
      const {room, tabs, ids} = await openTabs(context, 3);
      const {page} = tabs[2];
      const crashed = once(page, 'error');
      const devtools = await page.createCDPSession();
      // there is no response, or an error since the target has ended
      devtools.send('Page.crash').catch(() => {});
      await crashed;
      await areLeft(room, tabs.slice(0, 2), ids.slice(2), performance.now());
    });
  }

  test('a killed process: networkDisconnected', {skip: cannotFindProcesses}, async (context) => {
    const {room, tabs, ids} = await openTabs(context, 3);
    const killed = await kill(tabs[1]);
    await areLeft(room, [tabs[0], tabs[2]], [ids[1]], killed);
  });

  test(
    'the leader killed: networkDisconnected, and the next one leads',
    {skip: cannotFindProcesses},
    async (context) => {
      const {room, tabs, ids} = await openTabs(context, 4);
      const killed = await kill(tabs[0]);
      await areLeft(room, tabs.slice(1), [ids[0]], killed);
      // only the next leader could detect these
      const killedNext = await kill(tabs[3]);
      await areLeft(room, [tabs[1], tabs[2]], [ids[0], ids[3]], killedNext);
    },
  );

  test(
    'three killed at once, including the leader and a tab with frames: networkDisconnected each',
    {skip: cannotFindProcesses},
    async (context) => {
      const {room, tabs, ids} = await openTabs(context, 5);
      const frames = [await tabs[3].addFrame(room()), await tabs[3].addFrame(room())];
      await Promise.all(tabs.map((tab) => tab.counts(7)));
      const killed = await kill(tabs[0], tabs[1], tabs[3]);
      await areLeft(room, [tabs[2], tabs[4]], [ids[0], ids[1], ids[3], ...frames], killed);
    },
  );
});
