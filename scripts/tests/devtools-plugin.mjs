/**
 * A server command for tests in Chromium: `executeServerCommand('devtools', {method, params})` sends a DevTools
 * protocol command, for features that @web/test-runner-commands lacks, such as forced colors.
 */
export const devtoolsPlugin = () => {
  const clients = new WeakMap();
  return {
    name: 'devtools',
    async executeCommand({command, payload: {method, params} = {}, session: {browser, id}}) {
      if (command !== 'devtools') return undefined;
      if (!/^Chrom/.test(browser.name)) throw new Error('The command "devtools" works only in Chromium.');
      const page = browser.getPage(id);
      if (!clients.has(page)) clients.set(page, await page.createCDPSession());
      return {result: await clients.get(page).send(method, params)};
    },
  };
};
