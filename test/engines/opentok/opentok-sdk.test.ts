import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {registerEngine} from '../../../src/engines/engine-registry.js';
import {createOpenTokEngine, type SDKLoader} from '../../../src/engines/opentok/opentok-engine.js';
import {endpoint} from '../../endpoints.js';
import type {FakeOT} from '../../fakes/opentok/fake-opentok.js';
import {shortenTimeouts} from '../../fakes/timers.js';
import {rejection} from '../../rejection.js';
import {settled} from '../../wait.js';
import {Recorder} from '../recorder.js';
import {OT, abort, config, join, page, platform, useSDKPage} from './sdk-page.js';

const never: SDKLoader = () => Promise.reject(new Error('loaded'));

useSDKPage();

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
