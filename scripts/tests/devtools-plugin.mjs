/**
 * A command for tests, in Chromium: `executeServerCommand('devtools', {method, params})` sends a command of the DevTools
 * protocol, for what @web/test-runner-commands lacks, as forced colours.
 */
export const devtoolsPlugin = () => {
  const clients = new WeakMap();
  return {
    name: 'devtools',
    async executeCommand({command, payload: {method, params} = {}, session: {browser, id}}) {
      if (command !== 'devtools') return undefined;
      if (!/^Chrom/.test(browser.name)) throw new Error('The command "devtools" is for Chromium alone.');
      const page = browser.getPage(id);
      if (!clients.has(page)) clients.set(page, await page.createCDPSession());
      return {result: await clients.get(page).send(method, params)};
    },
  };
};
