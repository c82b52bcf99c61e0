// Under a content security policy that allows the page's own scripts, and nothing else.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {inBrowsers} from './in-browsers.mjs';
import {CLASSIC, MODULE, RECORDER, newRoom, roomPage} from './room.mjs';

const POLICY = "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html";

const guarded = (scripts) => (query, context) => {
  context.set('content-security-policy', POLICY);
  // inline, the recorder would be refused
  return roomPage(query, scripts).replace(`<script>${RECORDER}</script>`, '<script src="/recorder.js"></script>');
};

const options = {
  pages: {
    '/guarded': guarded(MODULE),
    '/guarded-classic': guarded(CLASSIC),
    '/recorder.js': (query, context) => {
      context.type = 'js';
      return RECORDER;
    },
  },
};

/** But for the icon, which a browser asks for by itself. */
const problemsOf = async (tab) => (await tab.problems()).filter((problem) => !/^img-src: .*favicon.ico$/.test(problem));

inBrowsers('a strict content security policy', options, ({open}) => {
  for (const path of ['/guarded', '/guarded-classic']) {
    test(`${path}: is kept, with the elements at work`, async (context) => {
      const room = newRoom();
      const attributes = {token: 'role=moderator'};
      const [first, second] = [await open(context, room(attributes, path)), await open(context, room({}, path))];
      await Promise.all([first.counts(2), second.counts(2)]);
      const id = await second.own();
      await first.evaluate((other) => document.querySelector('ot-session').forceDisconnect(other), id);
      await second.out();
      await first.counts(1);
      for (const tab of [first, second]) {
        // what is drawn, is drawn by then
        const text = await tab.until(() => {
          const {value, shadowRoot} = document.querySelector('ot-connection-count');
          const shown = shadowRoot.querySelector('[part=count]')?.textContent ?? 'unknown';
          return shown === (value === 1 ? '1' : 'unknown') && shown;
        });
        assert.equal(text, tab === first ? '1' : 'unknown');
        assert.deepEqual(await problemsOf(tab), []);
      }
    });
  }

  test('the policy is one: a script in the markup does not run, and is told of', async (context) => {
    const tab = await open(context, newRoom()({}, '/guarded'));
    await tab.evaluate(() => {
      const script = document.createElement('script');
      script.append('window.ran = true');
      document.body.append(script);
    });
    await tab.until(() => window.problems.some((problem) => problem.startsWith('require-trusted-types-for: ')));
    assert.equal(await tab.evaluate(() => window.ran ?? 'not run'), 'not run');
  });
});
