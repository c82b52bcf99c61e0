// The back/forward cache: a cached page has left the session, and joins again when it is restored.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {inBrowsers} from './in-browsers.mjs';
import {newRoom} from './room.mjs';
import {allDelivered} from './tab.mjs';

const LEFT = ['connectionCreated', 'connectionDestroyed clientDisconnected'];

inBrowsers('pitfall 18: the back/forward cache', {}, ({name, open, site}) => {
  // Firefox does not cache a page that held a lock, and reloads it
  const restores = name !== 'firefox';

  /** Two tabs that see each other; the second one then navigates away, is seen to leave, and returns. */
  async function goAndComeBack(context, attributes) {
    const room = newRoom();
    const first = await open(context, room());
    const second = await open(context, room(attributes));
    await Promise.all([first.counts(2), second.counts(2)]);
    const oldId = await second.own();
    await second.goto(`${site.origin}/elsewhere`);
    assert.deepEqual(await first.sawDeparture(oldId), LEFT);
    await first.counts(1);
    await second.back();
    await second.until(() => location.pathname === '/room' && window.shows?.length > 0);
    assert.deepEqual(await second.evaluate(() => window.shows), restores ? [false, true] : [false]);
    return {room, first, second, oldId};
  }

  test('pitfall 18: a restored page joins the session again, with a new connection', async (context) => {
    const {room, first, second, oldId} = await goAndComeBack(context);
    await Promise.all([first.counts(2), second.counts(2)]);
    await allDelivered(room(), first, second);
    assert.notEqual(await second.own(), oldId);
    assert.deepEqual(await first.eventsOf(oldId), LEFT);
    assert.deepEqual(await first.eventsOf(await second.own()), ['connectionCreated']);
    await Promise.all([first.counts(2), second.counts(2)]);
    assert.equal(await second.state(), 'connected');
    if (restores) assert.deepEqual(await second.endReasons(), ['networkDisconnected']);
  });

  test('pitfall 18: a page that is restored again joins again', async (context) => {
    const {first, second} = await goAndComeBack(context);
    await first.counts(2);
    await second.goto(`${site.origin}/elsewhere`);
    await first.counts(1);
    await second.back();
    await Promise.all([first.counts(2), second.counts(2)]);
    if (restores) assert.deepEqual(await second.evaluate(() => window.shows), [false, true, true]);
  });

  test('pitfall 18: with reconnect="never" a restored page does not join, and its count is unknown', async (context) => {
    const {room, first, second} = await goAndComeBack(context, {reconnect: 'never'});
    if (restores) {
      assert.deepEqual(await second.endReasons(), ['networkDisconnected']);
      assert.equal(await second.state(), 'disconnected');
      await allDelivered(room(), first);
      assert.equal(await second.state(), 'disconnected');
      assert.ok(await second.evaluate(() => document.querySelector('ot-connection-count').matches(':state(unknown)')));
      await first.counts(1);
    } else {
      // a new page, which was never in the session
      await Promise.all([first.counts(2), second.counts(2)]);
    }
  });
});
