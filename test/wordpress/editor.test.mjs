// The recipe in docs/guides/cms/wordpress.md by hand, and the blocks in the editor.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {inWordPress, shows} from './in-wordpress.mjs';

const RECIPE = readFileSync('docs/guides/cms/wordpress.md', 'utf8');
const [, MARKUP] = /```text\n(.*)\n```/.exec(RECIPE);

/** Clicks the control with this name. */
async function press(page, name, role = 'button') {
  const handle = await page.waitForSelector(`::-p-aria([name="${name}"][role="${role}"])`);
  await handle.click();
}

/** Waits for the editor, and closes its welcome guide. */
async function enterEditor(page) {
  await page.waitForSelector('.edit-post-layout');
  await page.evaluate(() => {
    const {select, dispatch} = window.wp.data;
    if (select('core/edit-post').isFeatureActive('welcomeGuide')) {
      dispatch('core/edit-post').toggleFeature('welcomeGuide');
    }
  });
  await page.waitForFunction(() => !document.querySelector('.edit-post-welcome-guide'));
}

/** Writes the title, and moves on to the text. */
async function entitle(page, title) {
  await page.type('.editor-post-title__input', title);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.closest('.wp-block-paragraph'));
}

/** Pastes as the clipboard's text would be. */
const paste = (page, text) =>
  page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    const {activeElement} = document;
    activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true}));
  }, text);

/** Publishes the post, and returns its URL. */
async function publishInEditor(page) {
  const toggle = await page.waitForSelector('.editor-post-publish-panel__toggle:not([aria-disabled=true])');
  await toggle.evaluate((element) => element.click());
  const button = await page.waitForSelector(
    '.editor-post-publish-panel .editor-post-publish-button:not([aria-disabled=true])',
  );
  // the panel slides in: a click at a place of the screen may come to where the button is no more
  await button.evaluate((element) => element.click());
  const link = await page.waitForSelector('.post-publish-panel__postpublish a.components-button.is-primary');
  return link.evaluate(({href}) => href);
}

inWordPress('the recipe', {installed: false}, ({open}) => {
  test('its three steps lead to a count of 2, in two tabs', async (context) => {
    assert.match(RECIPE, /Plugins → Add New → Upload Plugin/);
    const {page} = await open(context, '/wp-admin/plugin-install.php', 'admin');
    await page.click('.upload-view-toggle');
    const file = await page.waitForSelector('#pluginzip');
    await file.uploadFile('integrations/wordpress/ot-elements.zip');
    await Promise.all([page.waitForNavigation(), page.click('#install-plugin-submit')]);
    await Promise.all([page.waitForNavigation(), press(page, 'Activate Plugin', 'link')]);

    await page.goto(new URL('post-new.php', page.url()).href);
    await enterEditor(page);
    await entitle(page, 'Who is here');
    await paste(page, MARKUP);
    const address = await publishInEditor(page);

    const first = await open(context, address);
    const second = await open(context, address);
    await Promise.all([first, second].map((tab) => shows(tab, '2 people are here')));
    await second.close();
    await shows(first, '1 person is here');
  });
});

inWordPress('the block editor', {installed: true}, ({open}) => {
  test('both blocks: a preview on the local engine, settings, and a visitor who counts only visitors', async (context) => {
    const {page} = await open(context, '/wp-admin/post-new.php', 'admin');
    const problems = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('dialog', (dialog) => dialog.accept());
    await page.setViewport({width: 1200, height: 900});
    await enterEditor(page);
    await entitle(page, 'Blocks');
    await page.keyboard.type('/live');
    await (await page.waitForSelector('[role=option][id$="ot-elements/session"]')).click();

    const preview = () =>
      page.waitForFunction(() => {
        const canvas = document.querySelector('iframe[name=editor-canvas]')?.contentDocument ?? document;
        const count = canvas.querySelector('.wp-block ot-session ot-connection-count');
        return count?.shadowRoot?.querySelector('[part=count]')?.textContent === '1 person is here';
      });
    await preview();
    // as on a phone, the canvas is a frame, as it is in the site editor
    const showAs = (device) =>
      page.evaluate(
        (type) => window.wp.data.dispatch('core/edit-post').__experimentalSetPreviewDeviceType(type),
        device,
      );
    await showAs('Mobile');
    await page.waitForSelector('iframe[name=editor-canvas]');
    await preview();
    await showAs('Desktop');
    await preview();
    await page.evaluate(() => {
      const {select, dispatch} = window.wp.data;
      const [session] = select('core/block-editor').getBlocks();
      dispatch('core/block-editor').selectBlock(session.clientId);
      dispatch('core/edit-post').openGeneralSidebar('edit-post/block');
    });
    const field = (label) =>
      page.waitForFunction(
        (text) => [...document.querySelectorAll('label')].find(({textContent}) => textContent === text)?.control,
        {},
        label,
      );
    await (await field('Session id')).type('of the blocks');
    await (await field('Where')).select('local');
    await preview();
    const address = await publishInEditor(page);
    const visitor = await open(context, address);
    await shows(visitor, '1 person is here');
    assert.deepEqual(problems, []);

    // what was saved is what the blocks would save
    await page.reload();
    await enterEditor(page);
    await preview();
    const areValid = await page.evaluate(() => {
      const [session] = window.wp.data.select('core/block-editor').getBlocks();
      return [session, ...session.innerBlocks].map(({name, isValid}) => [name, isValid]);
    });
    assert.deepEqual(areValid, [
      ['ot-elements/session', true],
      ['ot-elements/connection-count', true],
    ]);
  });
});
