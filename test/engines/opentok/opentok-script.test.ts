import {expect} from '@open-wc/testing';
import {createOpenTokEngine} from '../../../src/engines/opentok/opentok-engine.js';
import {rejection} from '../../rejection.js';
import {Recorder} from '../recorder.js';
import {OT, abort, config, join, page, platform, useSDKPage} from './sdk-page.js';

const OPENTOK = 'https://static.opentok.com/v2/js/opentok.min.js';
const VONAGE = 'https://video.standard.vonage.com/v2/js/opentok.min.js';
const UUID = 'a5ff8a0e-7a3b-4ad1-9a8b-111111111111';

useSDKPage();

describe('The SDK: from the vendor', () => {
  let added: HTMLScriptElement[] = [];
  /** Handles the script instead of a request, so that no network is used. */
  let outcome: (script: HTMLScriptElement) => void;

  const arrives = (script: HTMLScriptElement) => {
    page.OT = OT;
    script.dispatchEvent(new Event('load'));
  };
  const fails = (script: HTMLScriptElement) => script.dispatchEvent(new Event('error'));

  beforeEach(() => {
    added = [];
    outcome = arrives;
    document.head.append = (script) => {
      added.push(script as HTMLScriptElement);
      setTimeout(() => outcome(script as HTMLScriptElement));
    };
  });
  afterEach(() => {
    Reflect.deleteProperty(document.head, 'append');
    document.querySelector('#nonce')?.remove();
    Reflect.deleteProperty(navigator, 'onLine');
  });

  for (const [what, about, url] of [
    ['digits are OpenTok’s', {}, OPENTOK],
    ['digits may have a sign', {apiKey: '-1'}, OPENTOK],
    ['a UUID is Vonage’s', {apiKey: '', applicationId: UUID}, VONAGE],
    ['so is one in api-key', {apiKey: UUID}, VONAGE],
  ] as const) {
    it(`by the key: ${what}`, async () => {
      await join(createOpenTokEngine(), about);
      expect(added.map(({src}) => src)).to.deep.equal([url]);
    });
  }

  it('whatever the page’s attributes and options contain, its URL is one of these two', async () => {
    const url = 'https://author.invalid/sdk.js';
    const options = {src: url, url, sdk: url, sdkUrl: url, script: url, loader: url};
    const fields = {sessionId: url, token: url, service: url, options};
    for (const key of [{apiKey: url}, {apiKey: '', applicationId: url}, {apiKey: '1'}]) {
      page.OT = undefined;
      platform.inits.length = 0;
      await join(createOpenTokEngine(), {...fields, ...key});
    }
    expect(added.map(({src}) => src)).to.deep.equal([VONAGE, VONAGE, OPENTOK]);
  });

  it('is loaded by a script with the page’s nonce, and without cookies', async () => {
    const pages = document.createElement('script');
    pages.id = 'nonce';
    pages.nonce = 'bm9uY2U';
    pages.setAttribute('nonce', 'bm9uY2U');
    document.body.append(pages);
    await join(createOpenTokEngine());
    expect(added[0]).to.include({nonce: 'bm9uY2U', crossOrigin: 'anonymous', async: true});
  });

  it('is loaded once per page', async () => {
    await join(createOpenTokEngine());
    platform.inits.length = 0;
    await createOpenTokEngine()({...config, sessionId: 'other'}, new Recorder(), abort.signal);
    expect(added).to.have.lengthOf(1);
  });

  it('offline, the error says so, and it can be tried again', async () => {
    Object.defineProperty(navigator, 'onLine', {value: false, configurable: true});
    outcome = fails;
    const engine = createOpenTokEngine();
    const error = await rejection(join(engine));
    expect(error.code).to.equal('sdk-load-failed');
    expect(error.message).to.contain(OPENTOK).and.to.contain('offline');
    outcome = arrives;
    await join(engine);
    expect(added).to.have.lengthOf(2);
    expect(added[1]).not.to.equal(added[0]);
  });

  it('online, the error mentions content blockers', async () => {
    Object.defineProperty(navigator, 'onLine', {value: true, configurable: true});
    outcome = fails;
    const {code, message} = await rejection(join(createOpenTokEngine()));
    expect(code).to.equal('sdk-load-failed');
    expect(message).to.contain(OPENTOK).and.to.contain('content blocker');
  });

  it('that runs without defining anything has failed, too', async () => {
    outcome = (script) => script.dispatchEvent(new Event('load'));
    expect(await rejection(join(createOpenTokEngine()))).to.have.property('code', 'sdk-load-failed');
  });
});

describe('The SDK: from the vendor, in a page with a Content-Security-Policy', () => {
  /** The error of a page with this policy that loads the SDK; blocked scripts are not requested. */
  async function said(policy: string, before = ''): Promise<string> {
    const frame = document.createElement('iframe');
    const answer = new Promise<string>((resolve) => {
      addEventListener('message', ({data}) => resolve(data as string), {once: true});
    });
    const module = new URL('../../../src/engines/opentok/opentok-script.ts', import.meta.url).href;
    frame.srcdoc = `<!doctype html>
      <meta http-equiv="Content-Security-Policy" content="${policy}">
      <script type="module">
        ${before}
        import('${module}')
          .then(({loadVendorSDK}) => loadVendorSDK(true))
          .then(() => 'loaded', ({code, message}) => code + ': ' + message)
          .then((text) => parent.postMessage(text, '*'));
      </script>`;
    document.body.append(frame);
    try {
      return await answer;
    } finally {
      frame.remove();
    }
  }

  it('that does not allow it, the error says so', async () => {
    const text = await said(`script-src ${location.origin} 'unsafe-inline'`);
    expect(text).to.contain('sdk-load-failed').and.to.contain('Content-Security-Policy blocks it');
  });

  /** Replaces the network, in a page that allows the request. */
  const arrives = `document.head.append = (script) => {
    window.OT = {initSession: () => ({}), checkSystemRequirements: () => 1};
    setTimeout(() => script.dispatchEvent(new Event('load')));
  };`;

  it('with Trusted Types that allow the policy, it is loaded', async () => {
    expect(await said("require-trusted-types-for 'script'; trusted-types ot-elements", arrives)).to.equal('loaded');
  });

  it('with Trusted Types that allow another one, the error says so', async function () {
    const text = await said("require-trusted-types-for 'script'; trusted-types other", arrives);
    // browsers without Trusted Types have nothing to report
    if (!('trustedTypes' in window)) this.skip();
    expect(text).to.contain('sdk-load-failed').and.to.contain('"ot-elements"');
  });
});

/** Members of the document that an image clobbers. */
const CLOBBERED = [
  'addEventListener',
  'createElement',
  'currentScript',
  'getElementById',
  'head',
  'querySelector',
  'readyState',
  'removeEventListener',
  'scripts',
];

describe('The SDK: beside an <img name> that clobbers a member of the document', () => {
  let append: unknown;
  afterEach(() => {
    if (append) Reflect.deleteProperty(append, 'append');
  });

  for (const name of CLOBBERED) {
    it(`"${name}", the page’s own SDK is awaited, and the vendor’s loaded`, async () => {
      const {head} = document;
      append = head;
      head.append = (script) => {
        setTimeout(() => {
          page.OT = OT;
          (script as HTMLScriptElement).dispatchEvent(new Event('load'));
        });
      };
      const image = Object.assign(document.createElement('img'), {name});
      const link = Object.assign(document.createElement('a'), {id: 'OT'});
      document.body.append(image, link);
      expect(Reflect.get(document, name)).to.equal(image);
      try {
        await join(createOpenTokEngine());
      } finally {
        image.remove();
        link.remove();
      }
    });
  }
});
