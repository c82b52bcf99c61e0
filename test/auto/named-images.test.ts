import {expect} from '@open-wc/testing';
import {POST, one, write, countOf, sessionOf, usePage} from './page.js';

usePage();

describe('an image named after a member of the document', () => {
  /** Hosts that are added together with such an image, after a scan. */
  async function withImage(name: string): Promise<{host: HTMLElement; count: HTMLElement; image: HTMLElement}> {
    const [image, host, count] = [new Image(), document.createElement('div'), document.createElement('p')];
    image.setAttribute('name', name);
    Object.assign(host.dataset, {otSession: '', otConnectOn: 'manual', otSrc: 'session'});
    host.id = name;
    Object.assign(count.dataset, {otConnectionCount: '', otFor: name});
    document.querySelector('main')!.append(image, host, count);
    await aWhile();
    return {image, host, count};
  }
  const aWhile = () => new Promise((resolve) => setTimeout(resolve, 250));

  const names = ['querySelectorAll', 'getElementById', 'createElement', 'designMode', 'baseURI', 'currentScript'];
  for (const name of [...names, 'documentElement', 'body', 'defaultView']) {
    it(`does not keep hosts from being upgraded: ${name}`, async () => {
      const {image, host, count} = await withImage(name);
      image.remove();
      expect(sessionOf(host)).to.exist;
      expect(countOf(count)!.forElement).to.equal(sessionOf(host));
    });
  }

  it('like any failure of one host, does not keep others from being upgraded', async () => {
    const mocha = window.onerror;
    const received: unknown[] = [];
    window.onerror = (message) => received.push(message);
    try {
      const host = document.createElement('div');
      host.dataset.otSession = '';
      host.prepend = () => {
        throw new Error('no');
      };
      document.querySelector('main')!.append(host);
      one(await write(POST), 'ot-session');
      one(await write(POST), 'ot-connection-count');
      expect(received.join()).to.contain('no');
    } finally {
      window.onerror = mocha;
    }
  });
});
