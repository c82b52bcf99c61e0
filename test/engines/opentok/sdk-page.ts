import {expect} from '@open-wc/testing';
import type {Engine} from '../../../src/engines/engine.js';
import type {SessionConfig} from '../../../src/values/session-config.js';
import {EMPTY_CONFIG} from '../../empty-config.js';
import {type FakeOT, FakeOpenTok} from '../../fakes/opentok/fake-opentok.js';
import {settled} from '../../wait.js';
import {Recorder} from '../recorder.js';

export const config: SessionConfig = {
  ...EMPTY_CONFIG,
  engine: 'opentok',
  apiKey: '123',
  sessionId: 'room',
  token: 'data=us',
};

/** The page's own SDK, and where its scripts find the fake one. */
export const page = window as {OT?: FakeOT | undefined; FAKE?: FakeOT};

export let platform: FakeOpenTok;
/** The SDK of the platform, which is not the page's own unless a test makes it so. */
export let OT: FakeOT;
export let abort: AbortController;

/** From here on, each test of the file has a page without an SDK. */
export function useSDKPage(): void {
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
}

/** Joins with this engine, whose SDK has to be that of the platform. */
export async function join(engine: Engine, about: Partial<SessionConfig> = {}): Promise<void> {
  await engine({...config, ...about}, new Recorder(), abort.signal);
  expect(platform.inits).to.have.lengthOf(1);
}
