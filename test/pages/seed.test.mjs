// The vendor's example of ConnectionEvent on the session model: the demo's page with it.
import {randomUUID} from 'node:crypto';
import {test} from 'node:test';
import {inBrowsers} from './in-browsers.mjs';

inBrowsers("the vendor's example", {}, ({open}) => {
  test('displays 2 in each of two tabs, and 1 when the other closes', async (context) => {
    const path = `/demo/seed.html?session=${randomUUID()}`;
    const shows = (tab, number) =>
      tab.until((n) => document.querySelector('#connectionCountField').value === n, number);
    const first = await open(context, path);
    await shows(first, '1');
    const second = await open(context, path);
    await Promise.all([shows(first, '2'), shows(second, '2')]);
    await second.close();
    await shows(first, '1');
  });
});
