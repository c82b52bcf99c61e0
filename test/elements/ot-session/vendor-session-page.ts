import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTConnectionCountElement} from '../../../src/elements/ot-connection-count/ot-connection-count-element.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {registerEngine} from '../../../src/engines/engine-registry.js';
import {createOpenTokEngine} from '../../../src/engines/opentok/opentok-engine.js';
import {captureConsole, logged} from '../../fakes/console.js';
import {settled} from '../../wait.js';
import {VENDOR_EVENTS} from '../../events.js';
import type {FakeEvent} from '../../fakes/opentok/fake-event.js';
import {type FakeOT, FakeOpenTok} from '../../fakes/opentok/fake-opentok.js';
import type {FakeSession} from '../../fakes/opentok/fake-session.js';

export const TYPES = [...VENDOR_EVENTS, 'error'];

export let platform: FakeOpenTok;
export let OT: FakeOT;
export let theirs: FakeSession;
export let element: OTSessionElement;
export let count: OTConnectionCountElement;
export let log: string[];

/** From here on, each test of the file has a page with a session of the vendor's, `theirs`, and an element for it. */
export function useVendorSession(): void {
  beforeEach(async () => {
    platform = new FakeOpenTok();
    OT = platform.page();
    // the SDK is the page's: the engine must not load one
    const engine = createOpenTokEngine(() => Promise.reject(new Error('The engine looked for an SDK.')));
    registerEngine('opentok', () => Promise.resolve(engine));
    theirs = OT.initSession('123', 'room');
    for (const id of ['a', 'b']) platform.join('room', id);
    element = await fixture<OTSessionElement>(
      html`<ot-session connect-on="manual">
        <ot-connection-count text-other="{count} here">nobody knows</ot-connection-count>
      </ot-session>`,
    );
    count = element.querySelector('ot-connection-count')!;
    log = [];
    for (const type of TYPES) {
      element.addEventListener(type, (event) => {
        const {connection, reason} = (event as CustomEvent<{connection?: {connectionId: string}; reason?: string}>)
          .detail;
        log.push([type, connection?.connectionId, reason].filter(Boolean).join(' '));
      });
    }
  });

  afterEach(async function () {
    element.remove();
    await settled();
    if (this.currentTest?.isFailed()) return;
    expect(theirs.listenerCount(), 'listeners left behind').to.equal(0);
    expect(theirs.bareOffs, 'off() without a handler').to.equal(0);
    expect(logged).to.deep.equal([]);
  });
  captureConsole();
}

/** Replaces the vendor's session of the test. */
export function replaceVendorSession(session: FakeSession): void {
  theirs = session;
}

/** Connects the page's session, and resolves when the element has followed. */
export async function connected(): Promise<void> {
  await new Promise((resolve) => theirs.connect('data=page', resolve));
  await settled();
}

/** A minimal session with the same interface. */
export class Shim {
  readonly #theirs: FakeSession;

  constructor(session: FakeSession) {
    this.#theirs = session;
  }
  get sessionId() {
    return this.#theirs.sessionId;
  }
  get connection() {
    return this.#theirs.connection ?? undefined;
  }
  get connections(): FakeSession['connections'] | undefined {
    return this.#theirs.connections;
  }
  on(type: string, handler: (event: FakeEvent) => void) {
    this.#theirs.on(type, handler);
  }
  off(type: string, handler: (event: FakeEvent) => void) {
    this.#theirs.off(type, handler);
  }
  connect(token: string, handler?: () => void) {
    this.#theirs.connect(token, handler);
  }
  disconnect() {
    return this.#theirs.disconnect();
  }
}
