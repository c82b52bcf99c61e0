// Listeners in markup: the real htmx and Alpine, whose listeners are attributes, which HTML makes lowercase.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {inBrowsers} from './in-browsers.mjs';
import {MODULE, newRoom, RECORDER} from './room.mjs';
import {allDelivered} from './tab.mjs';

const page = (library, body) => (query) => `<!doctype html>
<html lang="en">
  <title>Listeners</title>
  <script>${RECORDER} window.heard = [];</script>
  <script defer src="/node_modules/${library}"></script>
  ${MODULE}
  ${body(`engine="local" session-id="${query.get('session-id')}" lowercase-events`)}
</html>`;

const COUNT = '<ot-connection-count></ot-connection-count>';

const pages = {
  '/htmx': page(
    'htmx.org/dist/htmx.min.js',
    (session) => `
  <main hx-on:connectionCreated="heard.push('around ' + event.type)">
    <ot-session ${session}
      hx-on:sessionConnected="heard.push(event.type)"
      hx-on:connectionCreated="heard.push(event.type + ' ' + event.detail.connection.data)"
      hx-on:connectionDestroyed="heard.push(event.type + ' ' + event.detail.reason)"
      hx-on:connectioncountchange="heard.push(event.type + ' ' + this.connectionCount)">${COUNT}</ot-session>
    <output hx-get="/fragment" hx-trigger="connectionCreated from:main"></output>
  </main>`,
  ),
  '/alpine': page(
    'alpinejs/dist/cdn.min.js',
    (session) => `
  <main x-data="{people: 0}" @connectionCreated="people++; heard.push('around ' + $event.type)">
    <ot-session ${session}
      @sessionConnected="heard.push($event.type)"
      @connectionCreated="heard.push($event.type + ' ' + $event.detail.connection.data)"
      @connectionDestroyed="heard.push($event.type + ' ' + $event.detail.reason)"
      @connectioncountchange="heard.push($event.type + ' ' + $el.connectionCount)">${COUNT}</ot-session>
    <output x-text="people"></output>
  </main>`,
  ),
  '/alpine-prevents': page(
    'alpinejs/dist/cdn.min.js',
    (session) => `<main x-data><ot-session ${session} @connectionCreated.prevent>${COUNT}</ot-session></main>`,
  ),
  '/htmx-prevents': page(
    'htmx.org/dist/htmx.min.js',
    (session) => `<ot-session ${session} hx-on:connectionCreated="event.preventDefault()">${COUNT}</ot-session>`,
  ),
  '/fragment': () => 'somebody came',
};

inBrowsers('listeners that are attributes', {pages}, ({open}) => {
  for (const library of ['htmx', 'alpine']) {
    test(`${library} receives the vendor’s events under the names that authors wrote`, async (context) => {
      const room = newRoom();
      const tab = await open(context, room({}, `/${library}`));
      await tab.counts(1);
      const other = await open(context, room({token: 'data=other'}));
      await tab.counts(2);
      await other.close();
      await tab.counts(1);
      const heard = await tab.until(() => window.heard.length >= 9 && window.heard);
      assert.deepEqual(heard, [
        'sessionconnected',
        'connectioncreated ',
        'around connectioncreated',
        'connectioncountchange 1',
        'connectioncreated other',
        'around connectioncreated',
        'connectioncountchange 2',
        'connectiondestroyed clientDisconnected',
        'connectioncountchange 1',
      ]);
      if (library === 'alpine') await tab.until(() => document.querySelector('output').textContent === '2');
      assert.deepEqual(await tab.problems(), []);
    });

    test(`${library} can prevent events: nobody is counted`, async (context) => {
      const room = newRoom();
      const tab = await open(context, room({}, `/${library}-prevents`));
      await tab.counts(0);
      await open(context, room());
      await tab.until(() => document.querySelector('ot-session').connections.size === 2);
      await tab.counts(0);
    });
  }

  test('the value of an attribute keeps its case: hx-trigger accepts the events’ own names', async (context) => {
    const tab = await open(context, newRoom()({}, '/htmx'));
    await tab.until(() => document.querySelector('output').textContent === 'somebody came');
  });

  test('without lowercase-events each event fires once', async (context) => {
    const room = newRoom();
    const tab = await open(context, room({'connect-on': 'manual'}));
    await tab.evaluate(async () => {
      window.heard = [];
      for (const type of ['sessionConnected', 'connectionCreated', 'sessionDisconnected']) {
        for (const name of [type, type.toLowerCase()]) addEventListener(name, () => window.heard.push(name));
      }
      const session = document.querySelector('ot-session');
      await session.connect();
      await session.disconnect();
    });
    await allDelivered(room(), await open(context, room()));
    assert.deepEqual(await tab.evaluate(() => window.heard), [
      'sessionConnected',
      'connectionCreated',
      'sessionDisconnected',
    ]);
  });
});
