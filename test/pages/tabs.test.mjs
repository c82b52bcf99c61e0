// A session between real tabs: joining, all ways to leave, and removal.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {inBrowsers} from './in-browsers.mjs';
import {newRoom} from './room.mjs';
import {allDelivered} from './tab.mjs';

const LEFT = ['connectionCreated', 'connectionDestroyed clientDisconnected'];
const REMOVED = ['connectionCreated', 'connectionDestroyed forceDisconnected'];

inBrowsers('tabs of one session', {}, ({open, site}) => {
  /** Two tabs in a new session that see each other; the first one may be a moderator. */
  async function openTwo(context, token = '') {
    const room = newRoom();
    const first = await open(context, room({token}));
    const second = await open(context, room());
    await Promise.all([first.counts(2), second.counts(2)]);
    return {room, first, second, secondId: await second.own()};
  }

  test('each sees the other, once', async (context) => {
    const {room, first, second, secondId} = await openTwo(context);
    const firstId = await first.own();
    await allDelivered(room(), first, second);
    for (const tab of [first, second]) {
      assert.deepEqual(await tab.eventsOf(firstId), ['connectionCreated']);
      assert.deepEqual(await tab.eventsOf(secondId), ['connectionCreated']);
    }
  });

  test('a session of another id is another session', async (context) => {
    const {room, first, second} = await openTwo(context);
    const stranger = await open(context, newRoom()());
    await stranger.counts(1);
    const strangerId = await stranger.own();
    await allDelivered(room(), first, second);
    for (const tab of [first, second]) {
      assert.deepEqual(await tab.eventsOf(strangerId), []);
      await tab.counts(2);
    }
  });

  test('disconnect(): clientDisconnected; pitfall 2: its own count is unknown then, not the last number', async (context) => {
    const {first, second, secondId} = await openTwo(context);
    const before = await second.evaluate(async () => {
      await document.querySelector('ot-session').disconnect();
      return document.querySelector('ot-connection-count').matches(':state(unknown)');
    });
    assert.equal(before, true);
    assert.deepEqual(await first.sawDeparture(secondId), LEFT);
    await first.counts(1);
    assert.deepEqual(await second.endReasons(), ['clientDisconnected']);
  });

  test('disconnect() and connect() in one task; pitfall 3: the same number as before', async (context) => {
    const {room, first, second, secondId} = await openTwo(context);
    await second.evaluate(() => {
      const session = document.querySelector('ot-session');
      session.disconnect();
      return session.connect();
    });
    assert.deepEqual(await first.sawDeparture(secondId), LEFT);
    await allDelivered(room(), first, second);
    await Promise.all([first.counts(2), second.counts(2)]);
    assert.notEqual(await second.own(), secondId);
  });

  test('a tab that closes: clientDisconnected', async (context) => {
    const {first, second, secondId} = await openTwo(context);
    await second.close();
    assert.deepEqual(await first.sawDeparture(secondId), LEFT);
    await first.counts(1);
  });

  test('the leader, which is the first tab, closes: clientDisconnected, and the next one leads', async (context) => {
    const {room, first, second} = await openTwo(context);
    const third = await open(context, room());
    await Promise.all([second.counts(3), third.counts(3)]);
    const firstId = await first.own();
    await first.close();
    for (const tab of [second, third]) assert.deepEqual(await tab.sawDeparture(firstId), LEFT);
    await allDelivered(room(), second, third);
    await Promise.all([second.counts(2), third.counts(2)]);
  });

  test('a tab that navigates away: clientDisconnected', async (context) => {
    const {first, second, secondId} = await openTwo(context);
    await second.goto(`${site.origin}/elsewhere`);
    assert.deepEqual(await first.sawDeparture(secondId), LEFT);
    await first.counts(1);
  });

  test('a tab that is reloaded: clientDisconnected, and one new connection', async (context) => {
    const {room, first, second, secondId} = await openTwo(context);
    await second.reload();
    assert.deepEqual(await first.sawDeparture(secondId), LEFT);
    const newId = await second.own();
    await allDelivered(room(), first, second);
    await Promise.all([first.counts(2), second.counts(2)]);
    assert.deepEqual(await first.eventsOf(newId), ['connectionCreated']);
    assert.deepEqual(await second.eventsOf(secondId), []);
  });

  test('a frame counts like a tab; removed: clientDisconnected', async (context) => {
    const {room, first, second} = await openTwo(context);
    const frameId = await second.addFrame(room());
    await Promise.all([first.counts(3), second.counts(3)]);
    await second.removeFrame();
    for (const tab of [first, second]) {
      assert.deepEqual(await tab.sawDeparture(frameId), LEFT);
      await tab.counts(2);
    }
  });

  test('pitfall 9: two elements of a page share one connection, until both are removed', async (context) => {
    const {room, first, second, secondId} = await openTwo(context);
    const ids = await second.evaluate(async () => {
      const [session] = document.querySelectorAll('ot-session');
      const twin = session.cloneNode(true);
      const connected = new Promise((resolve) => twin.addEventListener('sessionConnected', resolve));
      document.body.append(twin);
      await connected;
      return [session, twin].map((each) => each.connection.connectionId);
    });
    assert.deepEqual(ids, [secondId, secondId]);
    await allDelivered(room(), first, second);
    await Promise.all([first.counts(2), second.counts(2)]);

    await second.evaluate(() => document.querySelector('ot-session').remove());
    await allDelivered(room(), first, second);
    assert.deepEqual(await first.eventsOf(secondId), ['connectionCreated']);
    await Promise.all([first.counts(2), second.counts(2)]);

    await second.evaluate(() => document.querySelector('ot-session').remove());
    assert.deepEqual(await first.sawDeparture(secondId), LEFT);
    await first.counts(1);
  });

  test('pitfall 10: an element moved within its page does not leave', async (context) => {
    const {room, first, second, secondId} = await openTwo(context);
    await second.evaluate(async () => {
      const main = document.createElement('main');
      document.body.append(main);
      // in a task of the page: in code run by WebDriver in WebKit, microtasks run in the middle of append()
      await new Promise((resolve) => setTimeout(resolve));
      main.append(document.querySelector('ot-session'));
    });
    await allDelivered(room(), first, second);
    assert.deepEqual(await first.eventsOf(secondId), ['connectionCreated']);
    assert.equal(await second.own(), secondId);
  });

  test('removed by a moderator: forceDisconnected for everyone, and the removed tab does not reconnect', async (context) => {
    const {room, first, second, secondId} = await openTwo(context, 'role=moderator');
    const third = await open(context, room());
    await Promise.all([first, second, third].map((tab) => tab.counts(3)));
    await first.evaluate((id) => document.querySelector('ot-session').forceDisconnect(id), secondId);
    assert.deepEqual(await second.endReasons(), ['forceDisconnected']);
    for (const tab of [first, third]) {
      assert.deepEqual(await tab.sawDeparture(secondId), REMOVED);
      await tab.counts(2);
    }
    await allDelivered(room(), first, third);
    assert.equal(await second.state(), 'disconnected');
    assert.deepEqual(await second.endReasons(), ['forceDisconnected']);
    assert.deepEqual(await second.eventsOf(secondId), ['connectionCreated']);
    await Promise.all([first.counts(2), third.counts(2)]);
  });

  test('pitfall 14: a removed tab joins again on connect(), with another connection', async (context) => {
    const {room, first, second, secondId} = await openTwo(context, 'role=moderator');
    await first.evaluate((id) => document.querySelector('ot-session').forceDisconnect(id), secondId);
    await second.endReasons();
    await second.evaluate(() => document.querySelector('ot-session').connect());
    await allDelivered(room(), first, second);
    await Promise.all([first.counts(2), second.counts(2)]);
    assert.notEqual(await second.own(), secondId);
  });

  test('without the moderator role: permission-denied, and nobody is removed', async (context) => {
    const {room, first, second, secondId} = await openTwo(context);
    const code = await first.evaluate(
      (id) =>
        document
          .querySelector('ot-session')
          .forceDisconnect(id)
          .then(
            () => 'done',
            (error) => error.code,
          ),
      secondId,
    );
    assert.equal(code, 'permission-denied');
    await allDelivered(room(), first, second);
    await Promise.all([first.counts(2), second.counts(2)]);
    assert.deepEqual(await first.eventsOf(secondId), ['connectionCreated']);
  });
});
