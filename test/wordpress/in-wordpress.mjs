import {cp} from 'node:fs/promises';
import {join} from 'node:path';
import {after, before, describe} from 'node:test';
import {launch} from '../../scripts/browsers/launch.mjs';
import {WordPressSite} from '../../scripts/wordpress/wordpress-site.mjs';
import {Tab} from '../pages/tab.mjs';

const PLUGIN = 'integrations/wordpress/ot-elements';

/**
 * Describes with a WordPress and a Chromium for all tests.
 *
 * @param options `installed`: whether the plugin is there and active from the start
 * @param body called with `site()` and `browser()`, which give them while tests run; `open(context, url, user)`, which opens a
 *   tab until the test's end, as a visitor or logged in; and `publish(user, content)`, which gives the address of a post
 */
export function inWordPress(title, {installed}, body) {
  describe(title, () => {
    let site, browser;
    before(async () => {
      [site, browser] = await Promise.all([WordPressSite.start(), launch('chromium')]);
      if (!installed) return;
      await cp(PLUGIN, join(site.root, 'wp-content/plugins/ot-elements'), {recursive: true});
      await cp('test/wordpress/filters.php', join(site.root, 'wp-content/mu-plugins/filters.php'));
      await site.request('wp/v2/plugins/ot-elements/ot-elements', {
        user: 'admin',
        method: 'PUT',
        body: {status: 'active'},
      });
    });
    after(async () => {
      await browser.close();
      await site.close();
    });

    const contexts = new Map();
    /** Visitors share a profile, as one who opens two tabs; each user has one. */
    async function profileOf(user) {
      if (!user) return browser.defaultBrowserContext();
      if (!contexts.has(user)) {
        const profile = await browser.createBrowserContext();
        contexts.set(user, profile);
        const page = await profile.newPage();
        await page.goto(`${site.origin}/wp-login.php?redirect_to=/`);
        const fill = (form, name) => {
          form.log.value = name;
          form.pwd.value = name;
          HTMLFormElement.prototype.submit.call(form);
        };
        await Promise.all([page.waitForNavigation(), page.$eval('#loginform', fill, user)]);
        await page.close();
      }
      return contexts.get(user);
    }

    const open = async (context, url, user) => {
      const profile = await profileOf(user);
      const tab = new Tab(await profile.newPage());
      context.after(() => tab.close());
      await tab.goto(new URL(url, site.origin).href);
      return tab;
    };

    const publish = async (user, content) => {
      const post = {title: 'A post', status: 'publish', content};
      const {status, body: answer} = await site.request('wp/v2/posts', {user, method: 'POST', body: post});
      if (status !== 201) throw new Error(JSON.stringify(answer));
      return answer.link;
    };

    body({site: () => site, browser: () => browser, open, publish});
  });
}

/** Resolves when the page's count shows this text. */
export const shows = (tab, text) =>
  tab.until((expected) => {
    const count = document.querySelector('ot-connection-count');
    const shown = count?.shadowRoot?.querySelector('[part=count]') ?? count;
    return shown?.textContent.trim() === expected;
  }, text);
