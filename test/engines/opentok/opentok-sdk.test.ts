import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {registerEngine} from '../../../src/engines/engine-registry.js';
import type {Engine} from '../../../src/engines/engine.js';
import {createOpenTokEngine, type SDKLoader} from '../../../src/engines/opentok/opentok-engine.js';
import type {SessionConfig} from '../../../src/values/session-config.js';
import {rejection, settled} from '../../collect.js';
import {endpoint} from '../../endpoints.js';
import {type FakeOT, FakeOpenTok} from '../../fake-opentok.js';
import {NOTHING} from '../../nothing.js';
import {Recorder} from '../recorder.js';
import {hurry} from './opentok-page.js';

const OPENTOK = 'https://static.opentok.com/v2/js/opentok.min.js';
const VONAGE = 'https://video.standard.vonage.com/v2/js/opentok.min.js';
const UUID = 'a5ff8a0e-7a3b-4ad1-9a8b-111111111111';

const config: SessionConfig = {
  ...NOTHING,
  engine: 'opentok',
  apiKey: '123',
  sessionId: 'room',
  token: 'data=us',
};
const page = window as {OT?: FakeOT | undefined; FAKE?: FakeOT};

let platform: FakeOpenTok;
let OT: FakeOT;
let abort: AbortController;

beforeEach(() => {
  platform = new FakeOpenTok();
  OT = platform.page();
  abort = new AbortController();
});

afterEach(async () => {
  abort.abort();
  await settled();
  delete page.OT;
  for (const script of document.querySelectorAll('script[src*="opentok"]')) script.remove();
});

/** Joins by this engine: the SDK that it found is one of this platform's. */
async function join(engine: Engine, about: Partial<SessionConfig> = {}): Promise<void> {
  await engine({...config, ...about}, new Recorder(), abort.signal);
  expect(platform.inits).to.have.lengthOf(1);
}

const never: SDKLoader = () => Promise.reject(new Error('loaded'));

describe('The SDK: the page’s own', () => {
  it('is used, whatever else there is', async () => {
    page.OT = OT;
    await join(createOpenTokEngine(never));
  });

  it('is awaited while its script is loading', async () => {
    page.FAKE = OT;
    const script = document.createElement('script');
    const code = 'window.OT = window.FAKE';
    script.src = endpoint(code, {name: 'opentok.min.js', type: 'text/javascript', delay: 200});
    document.head.append(script);
    await join(createOpenTokEngine(never));
  });

  it('is awaited when its script was fetched and has not run, as deferred ones have not', async () => {
    const script = document.createElement('script');
    script.src = endpoint('', {name: 'opentok.js', type: 'text/javascript', deferred: 1});
    await (await fetch(script.src)).text();
    // as if it had a source and had not run
    script.type = 'text/plain';
    document.head.append(script);
    const joining = join(createOpenTokEngine(never));
    await settled();
    page.OT = OT;
    script.dispatchEvent(new Event('load'));
    await joining;
  });

  for (const [what, src] of [
    ['gave no OT', endpoint('1', {name: 'opentok.js', type: 'text/javascript'})],
    ['was not found', endpoint('', {name: 'opentok.js', type: 'text/javascript', status: 410})],
    ['has no server', 'http://127.0.0.1:9/opentok.js'],
  ] as const) {
    it(`is not waited for when its script ${what}, some time ago`, async () => {
      const script = document.createElement('script');
      script.src = src;
      const over = new Promise((resolve) => {
        script.onload = script.onerror = resolve;
      });
      document.head.append(script);
      await over;
      const restore = hurry();
      try {
        await join(createOpenTokEngine(() => Promise.resolve(OT)));
      } finally {
        restore();
      }
    });
  }
});

describe('The SDK: what is no SDK', () => {
  let frame: HTMLIFrameElement;
  const NONE: [what: string, give: () => unknown][] = [
    ['an element with the id “OT”', () => document.createElement('a')],
    ['two elements with the id “OT”', () => document.forms],
    ['the window of a frame of the name “OT”', () => window],
    ['the window of a frame of another origin', () => frame.contentWindow],
    ['an object of the page’s own', () => ({})],
    ['a text', () => 'OT'],
    ['null', () => null],
    ['a function', () => () => undefined],
  ];

  beforeEach(() => {
    frame = document.createElement('iframe');
    frame.sandbox.add('allow-scripts');
    document.body.append(frame);
  });
  afterEach(() => {
    frame.remove();
  });

  for (const [what, give] of NONE) {
    it(`${what}, as the page’s OT, is not used`, async () => {
      page.OT = give() as FakeOT;
      await join(createOpenTokEngine(() => Promise.resolve(OT)));
    });

    it(`${what}, from a loader, is sdk-load-failed, and can be tried again`, async () => {
      let loads = 0;
      const engine = createOpenTokEngine(() => Promise.resolve(loads++ ? OT : (give() as FakeOT)));
      expect(await rejection(join(engine))).to.have.property('code', 'sdk-load-failed');
      await join(engine);
    });
  }

  it('a module that exports nothing and sets OT, as the vendor’s file does in a browser, is the SDK', async () => {
    page.FAKE = OT;
    const src = endpoint('window.OT = window.FAKE', {name: 'plain.js', type: 'text/javascript'});
    await join(createOpenTokEngine(() => import(src) as ReturnType<SDKLoader>));
  });
});

/** Members of the document whose place an image takes by its name. */
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

describe('The SDK: beside an <img name> that takes the place of a member of the document', () => {
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

describe('The SDK: by a loader', () => {
  it('is the namespace’s default, or the namespace', async () => {
    await join(createOpenTokEngine(() => Promise.resolve({default: OT, initSession: undefined})));
    platform.inits.length = 0;
    await join(createOpenTokEngine(() => Promise.resolve(OT)));
  });

  for (const [what, code] of [
    ['with a default export', 'export default window.FAKE; export const initSession = undefined'],
    ['without one', 'export const {initSession, checkSystemRequirements} = window.FAKE'],
  ] as const) {
    it(`registered in the place of the engine, with a real import() of a module ${what}`, async () => {
      page.FAKE = OT;
      const src = endpoint(code, {name: 'sdk.js', type: 'text/javascript', for: what});
      let imports = 0;
      registerEngine('opentok', () =>
        Promise.resolve(
          createOpenTokEngine(() => {
            imports++;
            return import(src) as ReturnType<SDKLoader>;
          }),
        ),
      );
      const element = await fixture<OTSessionElement>(
        html`<ot-session api-key="123" session-id="room" token="data=us" connect-on="manual"></ot-session>`,
      );
      expect(imports).to.equal(0);
      await element.connect();
      await element.disconnect();
      await element.connect();
      expect(element.connectionCount).to.equal(1);
      expect(OT.sessions.length()).to.equal(1);
      element.remove();
      await OT.sessions.get('room')!.drained;
    });
  }

  it('is loaded once, by however many that join at once', async () => {
    let loads = 0;
    const engine = createOpenTokEngine(async () => {
      loads++;
      await settled();
      return {default: OT};
    });
    await Promise.all(['one', 'two'].map((sessionId) => engine({...config, sessionId}, new Recorder(), abort.signal)));
    expect(loads).to.equal(1);
  });

  it('that fails is sdk-load-failed, and can be tried again', async () => {
    const cause = new TypeError('Failed to fetch dynamically imported module');
    let loads = 0;
    const engine = createOpenTokEngine(() => (loads++ ? Promise.resolve(OT) : Promise.reject(cause)));
    const error = await rejection(join(engine));
    expect(error).to.include({name: 'SessionError', code: 'sdk-load-failed', cause});
    await join(engine);
    expect(loads).to.equal(2);
  });

  it('that has not come when the attempt is given up serves the next one', async () => {
    let loads = 0;
    let come: (sdk: FakeOT) => void = () => undefined;
    const engine = createOpenTokEngine(() => {
      loads++;
      return new Promise((resolve) => (come = resolve));
    });
    const given = new AbortController();
    const attempt = rejection(engine(config, new Recorder(), given.signal));
    await settled();
    given.abort(new Error('never mind'));
    come(OT);
    expect((await attempt).message).to.equal('never mind');
    expect(platform.inits.length).to.be.below(2);
    platform.inits.length = 0;
    await join(engine);
    expect(loads).to.equal(1);
  });
});

describe('The SDK: from the vendor', () => {
  let added: HTMLScriptElement[] = [];
  /** What becomes of the script, in place of a request: nothing leaves this machine. */
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

  it('comes as a script with the page’s nonce, and without cookies', async () => {
    const pages = document.createElement('script');
    pages.id = 'nonce';
    pages.nonce = 'bm9uY2U';
    pages.setAttribute('nonce', 'bm9uY2U');
    document.body.append(pages);
    await join(createOpenTokEngine());
    expect(added[0]).to.include({nonce: 'bm9uY2U', crossOrigin: 'anonymous', async: true});
  });

  it('is loaded once for the page', async () => {
    await join(createOpenTokEngine());
    platform.inits.length = 0;
    await createOpenTokEngine()({...config, sessionId: 'other'}, new Recorder(), abort.signal);
    expect(added).to.have.lengthOf(1);
  });

  it('offline, that is said, and it can be tried again', async () => {
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

  it('online, a content blocker is named', async () => {
    Object.defineProperty(navigator, 'onLine', {value: true, configurable: true});
    outcome = fails;
    const {code, message} = await rejection(join(createOpenTokEngine()));
    expect(code).to.equal('sdk-load-failed');
    expect(message).to.contain(OPENTOK).and.to.contain('content blocker');
  });

  it('that runs and defines nothing has failed, too', async () => {
    outcome = (script) => script.dispatchEvent(new Event('load'));
    expect(await rejection(join(createOpenTokEngine()))).to.have.property('code', 'sdk-load-failed');
  });
});

describe('The SDK: from the vendor, in a page with a Content-Security-Policy', () => {
  /** What a page of this policy says when it loads the SDK: nothing that it may not load is requested. */
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

  it('that does not allow it, that is said', async () => {
    const text = await said(`script-src ${location.origin} 'unsafe-inline'`);
    expect(text).to.contain('sdk-load-failed').and.to.contain('Content-Security-Policy blocks it');
  });

  /** Takes the place of the network, in a page that allows the request. */
  const arrives = `document.head.append = (script) => {
    window.OT = {initSession: () => ({}), checkSystemRequirements: () => 1};
    setTimeout(() => script.dispatchEvent(new Event('load')));
  };`;

  it('of Trusted Types that name the policy, it is loaded', async () => {
    expect(await said("require-trusted-types-for 'script'; trusted-types ot-elements", arrives)).to.equal('loaded');
  });

  it('of Trusted Types that name another, that is said', async function () {
    const text = await said("require-trusted-types-for 'script'; trusted-types other", arrives);
    // nothing to see in a browser without them
    if (!('trustedTypes' in window)) this.skip();
    expect(text).to.contain('sdk-load-failed').and.to.contain('"ot-elements"');
  });
});
