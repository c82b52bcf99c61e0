// A page that the browser prerenders by speculation rules. Chromium only, in a real window: DevTools, and so every driver,
// switches prerendering off. The pages report to the server instead.
import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {json} from 'node:stream/consumers';
import {after, before, describe, test} from 'node:test';
import {serve} from '../../../scripts/servers/dev-server.mjs';
import {endHelper, spawnHelper} from '../../../scripts/system/helper-process.mjs';
import {CHROMIUM_OPTIONS, browsers} from '../../../scripts/browsers/launch.mjs';
import {startVirtualScreen} from '../../../scripts/browsers/virtual-screen.mjs';

/** Markup that joins, requests, or waits; by its id. */
const ELEMENTS = `
  <ot-session id="load" engine="local" session-id="load" src="/requests/load"></ot-session>
  <ot-session id="never" engine="local" session-id="never" src="/requests/never" reconnect="never"></ot-session>
  <ot-session id="idle" engine="local" session-id="idle" src="/requests/idle" connect-on="idle"></ot-session>
  <ot-session id="visible" engine="local" session-id="visible" src="/requests/visible" connect-on="visible">Here</ot-session>
  <ot-session id="script" engine="local" session-id="script" src="/requests/script" connect-on="manual"></ot-session>
  <div data-ot-session data-ot-engine="local" data-ot-session-id="host" data-ot-src="/requests/host"></div>
  <ot-connection-count id="count" src="/requests/count">Live now</ot-connection-count>`;

/** Longer than `connect-on="idle"` waits for a page that is never idle, in milliseconds. */
const LONGEST_WAIT = 6_000;

const PRERENDERED = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>Prerendered</title>
  <script>
    window.errors = [];
    console.error = console.warn = (...args) => errors.push(args.join(' '));
    addEventListener('error', ({message}) => errors.push(message));
  </script>
  <script type="module" src="/cdn/ot-elements.js"></script>
  ${ELEMENTS}
  <script type="module">
    const report = (what) => {
      const sessions = [...document.querySelectorAll('ot-session')];
      const count = document.getElementById('count');
      const body = JSON.stringify({
        prerendering: document.prerendering,
        states: Object.fromEntries(sessions.map((session) => [session.id || 'host', session.state])),
        count: count.value,
        errors,
      });
      return fetch('/report/' + what, {method: 'POST', body});
    };
    document.getElementById('script').connect();
    const areThere = () =>
      document.querySelectorAll('ot-session').length === 6 &&
      [...document.querySelectorAll('ot-session')].every(({state}) => state === 'connected') &&
      document.getElementById('count').value === 7;
    setTimeout(() => report('prerendered'), ${LONGEST_WAIT});
    document.addEventListener('prerenderingchange', () => {
      const timer = setInterval(() => {
        if (!areThere()) return;
        clearInterval(timer);
        report('activated');
      }, 50);
      setTimeout(() => report('in-vain'), 20_000);
    });
  </script>
</html>`;

const FIRST = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>First</title>
  <script type="speculationrules">
    {"prerender": [{"urls": ["/prerendered"], "eagerness": "immediate"}]}
  </script>
  <script type="module">
    await fetch('/go');
    location.href = '/prerendered';
  </script>
</html>`;

describe('a page that is prerendered', {skip: browsers.chromium ? false : 'Chromium is not there'}, () => {
  let server;
  let chromium;
  let screen;
  let profile;
  const requests = [];
  /** The reports of the pages, by topic; `visit` makes the first page navigate to the prerendered one. */
  const reports = Object.fromEntries(
    ['prerendered', 'activated', 'in-vain', 'visit'].map((what) => {
      let resolve;
      const promise = new Promise((done) => (resolve = done));
      return [what, {promise, resolve}];
    }),
  );

  before(async () => {
    const respond = async (context, next) => {
      const {path} = context;
      if (path.startsWith('/requests/') || path.startsWith('/cdn/')) requests.push(path);
      if (path.startsWith('/requests/')) context.body = path.endsWith('/count') ? {count: 7} : {token: ''};
      else if (path === '/first') Object.assign(context, {type: 'html', body: FIRST});
      else if (path === '/prerendered') Object.assign(context, {type: 'html', body: PRERENDERED});
      else if (path === '/go') context.body = await reports.visit.promise;
      else if (path.startsWith('/report/')) {
        reports[path.slice('/report/'.length)].resolve(await json(context.req));
        context.body = '';
      } else await next();
    };
    server = await serve({middleware: [respond]});
    profile = await mkdtemp(join(tmpdir(), 'prerender-'));
    let display;
    ({display, screen} = await startVirtualScreen());
    const args = [...CHROMIUM_OPTIONS.args, `--user-data-dir=${profile}`, `${server.origin}/first`];
    chromium = spawnHelper(browsers.chromium, args, {env: {...process.env, DISPLAY: display}, stdio: 'ignore'});
  });

  after(async () => {
    reports.visit.resolve('');
    if (chromium) await endHelper(chromium);
    if (screen) await endHelper(screen);
    await server?.close();
    if (profile) await rm(profile, {recursive: true, force: true, maxRetries: 5});
  });

  test('requests nothing, joins nothing and reports no error for a visitor who may never arrive', async () => {
    const {prerendering, states, count, errors} = await reports.prerendered.promise;
    assert.equal(prerendering, true);
    const premature = requests.filter(
      (path) => !/^\/cdn\/(ot-elements|connect-trigger|optional-count-features)\.js$/.test(path),
    );
    assert.deepEqual(premature, [], 'no engine, no credentials, no count');
    assert.ok(!Object.values(states).includes('connected'), JSON.stringify(states));
    assert.equal(count, null, 'unknown');
    assert.deepEqual(errors, []);
  });

  test('joins everything when the visitor arrives, with one request each', async () => {
    reports.visit.resolve('');
    const {states, count, errors} = await Promise.race([reports.activated.promise, reports['in-vain'].promise]);
    const all = ['load', 'never', 'idle', 'visible', 'script', 'host'];
    assert.deepEqual(states, Object.fromEntries(all.map((id) => [id, 'connected'])));
    assert.equal(count, 7);
    assert.deepEqual(errors, []);
    const asked = requests.filter((path) => path.startsWith('/requests/')).sort();
    assert.deepEqual(asked, [...all, 'count'].map((id) => `/requests/${id}`).sort());
  });
});
