import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {registerEngine} from '../../../src/engines/engine-registry.js';
import type {Engine} from '../../../src/engines/engine.js';
import {createOpenTokEngine, type SDKLoader} from '../../../src/engines/opentok/opentok-engine.js';
import type {SessionConfig} from '../../../src/values/session-config.js';
import {rejection} from '../../rejection.js';
import {settled} from '../../wait.js';
import {shortenTimeouts} from '../../fakes/timers.js';
import {endpoint} from '../../endpoints.js';
import {type FakeOT, FakeOpenTok} from '../../fakes/opentok/fake-opentok.js';
import {Recorder} from '../recorder.js';
import {EMPTY_CONFIG} from '../../empty-config.js';

const OPENTOK = 'https://static.opentok.com/v2/js/opentok.min.js';
const VONAGE = 'https://video.standard.vonage.com/v2/js/opentok.min.js';
const UUID = 'a5ff8a0e-7a3b-4ad1-9a8b-111111111111';

const config: SessionConfig = {
  ...EMPTY_CONFIG,
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

/** Joins with this engine, whose SDK has to be that of the fake platform. */
async function join(engine: Engine, about: Partial<SessionConfig> = {}): Promise<void> {
  await engine({...config, ...about}, new Recorder(), abort.signal);
  expect(platform.inits).to.have.lengthOf(1);
}

const never: SDKLoader = () => Promise.reject(new Error('loaded'));

describe('The SDK: the page’s own', () => {
  it('takes precedence over any other', async () => {
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

  it('is awaited when its script was fetched but has not run, like a deferred one', async () => {
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
    it(`is not awaited when its script ${what}, some time ago`, async () => {
      const script = document.createElement('script');
      script.src = src;
      const over = new Promise((resolve) => {
        script.onload = script.onerror = resolve;
      });
      document.head.append(script);
      await over;
      const restore = shortenTimeouts();
      try {
        await join(createOpenTokEngine(() => Promise.resolve(OT)));
      } finally {
        restore();
      }
    });
  }
});

describe('The SDK: invalid ones', () => {
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

describe('The SDK: by a loader', () => {
  it('may resolve to a namespace or its default export', async () => {
    await join(createOpenTokEngine(() => Promise.resolve({default: OT, initSession: undefined})));
    platform.inits.length = 0;
    await join(createOpenTokEngine(() => Promise.resolve(OT)));
  });

  for (const [what, code] of [
    ['with a default export', 'export default window.FAKE; export const initSession = undefined'],
    ['without one', 'export const {initSession, checkSystemRequirements} = window.FAKE'],
  ] as const) {
    it(`registered instead of the engine, with a real import() of a module ${what}`, async () => {
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

  it('is loaded once, however many join at once', async () => {
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

  it('that is still pending when the attempt is aborted is used by the next one', async () => {
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
