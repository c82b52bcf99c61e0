import {expect} from '@open-wc/testing';
import {createLocalEngine, localEngine} from '../../../src/engines/local/local-engine.js';
import {fromBrowser, whyUnsupported, type LocalGlobals} from '../../../src/engines/local/local-support.js';
import {SessionError} from '../../../src/values/session-error.js';
import {until} from '../../wait.js';
import {describeEngineContract} from '../../engine-contract.js';
import {Recorder} from '../recorder.js';
import {addFrame, type Frame, removeFrames} from './frame.js';
import {locksOf, newSession} from './local-session.js';
import {inlineModule} from './inline-module.js';

describeEngineContract('the local engine, in one page', () => {
  const publisher = newSession();
  return {
    engine: localEngine,
    elsewhere: localEngine,
    publisher,
    moderator: {...publisher, token: 'role=moderator'},
    refuse: () => ({...publisher, token: 'role=king'}),
    leftovers: () => locksOf(publisher),
  };
});

describe('The local engine', () => {
  it('leaves when aborted between joining and resolving, too', async () => {
    const session = newSession();
    const abort = new AbortController();
    const reason = new Error('never mind');
    const observer = new Recorder();
    void observer.until(() => observer.calls.length > 0).then(() => abort.abort(reason));
    const outcome = await localEngine(session, observer, abort.signal).catch((error: unknown) => error);
    expect(outcome).to.equal(reason);
    await until(async () => (await locksOf(session)).length === 0, 'nothing is left');
  });
});

describe('The local engine, between frames', () => {
  let frame: Frame;
  before(async () => {
    frame = await addFrame();
  });
  after(() => frame.element.remove());

  describeEngineContract('one of them here', () => {
    const publisher = newSession();
    return {
      engine: createLocalEngine(),
      elsewhere: frame.createLocalEngine(),
      publisher,
      moderator: {...publisher, token: 'role=moderator'},
      refuse: () => ({...publisher, sessionId: ''}),
      leftovers: () => locksOf(publisher),
    };
  });
});

const MODULE = new URL('../../../src/engines/local/local-engine.ts', import.meta.url).href;

describe('Support for the local engine', () => {
  afterEach(removeFrames);

  const platform: LocalGlobals = {
    isSecureContext: true,
    origin: 'https://example.org',
    navigator: {locks: {}},
    BroadcastChannel: Object,
  };
  const page: LocalGlobals = {...platform, window: {}};
  const worlds: Record<string, [world: LocalGlobals, code: string | undefined]> = {
    'a page': [page, undefined],
    'a worker': [{...platform, WorkerGlobalScope: Object}, undefined],
    'a page without https': [{...page, isSecureContext: false, navigator: {}}, 'insecure-context'],
    'a sandboxed frame': [{...page, origin: 'null'}, 'opaque-origin'],
    'a data: URL': [{...page, origin: 'null', isSecureContext: false, navigator: {}}, 'opaque-origin'],
    'a browser without locks': [{...page, navigator: {}}, 'unsupported-browser'],
    'a browser without channels': [{...page, BroadcastChannel: undefined}, 'unsupported-browser'],
    jsdom: [{window: {}, origin: 'null', navigator: {}}, 'unsupported-browser'],
    'happy-dom in Node': [{window: {}, navigator: {locks: {}}, BroadcastChannel: Object}, 'unsupported-browser'],
    'Node 20': [{BroadcastChannel: Object}, 'unsupported-browser'],
    'Node 24, which has locks': [{navigator: {locks: {}}, BroadcastChannel: Object}, 'unsupported-browser'],
  };
  for (const [what, [world, code]] of Object.entries(worlds))
    it(`${what}: ${code ?? 'yes'}`, () => expect(whyUnsupported(world)?.code).to.equal(code));

  it('in this page', () => expect(whyUnsupported()).to.equal(undefined));

  it('and an error of the browser is the cause', () => {
    const security = new DOMException('Denied.', 'SecurityError');
    expect(fromBrowser(security))
      .to.be.instanceOf(SessionError)
      .and.include({code: 'storage-blocked', cause: security});
    const other = new DOMException('Too long.', 'NotSupportedError');
    expect(fromBrowser(other)).to.be.instanceOf(SessionError).and.include({code: 'connect-failed', cause: other});
    expect(fromBrowser(other).message).to.include('Too long.');
  });

  /** The code and the message of the error of a frame's engine. */
  function answerOf(frame: HTMLIFrameElement): Promise<unknown> {
    return new Promise((resolve) => {
      const listen = ({source, data}: MessageEvent) => {
        if (source !== frame.contentWindow) return;
        removeEventListener('message', listen);
        resolve(data);
      };
      addEventListener('message', listen);
      document.body.append(frame);
    });
  }

  const ask = (module: string) => `<!doctype html><script type="module">
    const {localEngine} = await import(${JSON.stringify(module)});
    const config = {engine: 'local', apiKey: '', applicationId: '', sessionId: ${JSON.stringify(crypto.randomUUID())}, token: ''};
    const observer = {connected() {}, connectionCreated() {}, connectionDestroyed() {}, disconnected() {}};
    const answer = await localEngine(config, observer, new AbortController().signal).then(() => 'joined', (error) => error.code);
    parent.postMessage(answer, '*');
  </script>`;

  it('not in a sandboxed frame: opaque-origin', async () => {
    const frame = document.createElement('iframe');
    frame.sandbox.add('allow-scripts');
    frame.srcdoc = ask(await inlineModule(MODULE));
    expect(await answerOf(frame)).to.equal('opaque-origin');
  });

  it('in a sandboxed frame of the same origin', async () => {
    const frame = document.createElement('iframe');
    frame.sandbox.add('allow-scripts', 'allow-same-origin');
    frame.srcdoc = ask(MODULE);
    expect(await answerOf(frame)).to.equal('joined');
  });

  it('not in a data: URL: opaque-origin', async () => {
    const frame = document.createElement('iframe');
    frame.src = `data:text/html,${encodeURIComponent(ask(await inlineModule(MODULE)))}`;
    expect(await answerOf(frame)).to.equal('opaque-origin');
  });

  describe('and the browser refuses', () => {
    let frame: Frame;
    const session = newSession();
    let denied: DOMException;
    beforeEach(async () => {
      frame = await addFrame();
      denied = new frame.window.DOMException('Denied.', 'SecurityError');
    });

    function override(locks: Partial<LockManager>) {
      const real = navigator.locks;
      Object.defineProperty(frame.window.navigator, 'locks', {
        configurable: true,
        value: {query: () => real.query(), request: real.request.bind(real), ...locks},
      });
    }

    async function refusal() {
      const recorder = new Recorder();
      const attempt = frame.createLocalEngine()(session, recorder, new AbortController().signal);
      const error = await attempt.then(
        () => undefined,
        (reason: unknown) => reason as SessionError,
      );
      expect(recorder.calls).to.deep.equal([]);
      await until(async () => (await locksOf(session)).length === 0, 'nothing is left');
      return error;
    }

    it('to query locks, before the others have been notified', async () => {
      const posted: object[] = [];
      frame.window.BroadcastChannel.prototype.postMessage = (message: object) => posted.push(message);
      override({query: () => Promise.reject(denied)});
      expect(await refusal()).to.include({code: 'storage-blocked', cause: denied});
      expect(posted.filter((message) => 'in this page' in message)).to.deep.equal([]);
    });

    it('to open a channel', async () => {
      frame.window.BroadcastChannel = function () {
        throw denied;
      } as unknown as typeof BroadcastChannel;
      expect(await refusal()).to.have.property('cause', denied);
    });

    it('to hold a lock', async () => {
      override({request: () => Promise.reject(denied)});
      expect(await refusal()).to.have.property('cause', denied);
    });

    it('to query locks once we hold ours', async () => {
      let queries = 0;
      override({query: () => (queries++ ? Promise.reject(denied) : navigator.locks.query())});
      expect(await refusal()).to.have.property('cause', denied);
      expect(queries).to.equal(2);
    });

    it('to query locks once we are connected: the session is lost, and the next attempt reports why', async () => {
      let blocked = false;
      override({query: () => (blocked ? Promise.reject(denied) : navigator.locks.query())});
      const recorder = new Recorder();
      await frame.createLocalEngine()(session, recorder, new AbortController().signal);
      blocked = true;
      frame.window.document.dispatchEvent(new Event('resume'));
      expect(await recorder.out()).to.equal('networkDisconnected');
      expect(recorder.calls).to.have.lengthOf(2);
    });
  });

  it('two engines share nothing but what the browser tells them', async () => {
    const session = newSession();
    const abort = new AbortController();
    const one = new Recorder();
    const other = new Recorder();
    await localEngine(session, one, abort.signal);
    await createLocalEngine()(session, other, abort.signal);
    await one.seesJoin(other.own!);
    expect(one.present).to.deep.equal(other.present);
    abort.abort();
  });
});
