import {expect, fixture, html, oneEvent} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTConnectionCountElement} from '../../../src/elements/ot-connection-count/ot-connection-count-element.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {registerEngine} from '../../../src/engines/engine-registry.js';
import {createOpenTokEngine} from '../../../src/engines/opentok/opentok-engine.js';
import type {AdoptableSession} from '../../../src/session/adopted-session.js';
import {quietConsole, settled} from '../../collect.js';
import {VENDOR_EVENTS, checkOften} from '../../engines/opentok/opentok-page.js';
import {type FakeOT, type FakeEvent, FakeOpenTok, type FakeSession} from '../../fake-opentok.js';

const TYPES = [...VENDOR_EVENTS, 'error'];

let platform: FakeOpenTok;
let OT: FakeOT;
let theirs: FakeSession;
let element: OTSessionElement;
let count: OTConnectionCountElement;
let log: string[];
let quiet: ReturnType<typeof quietConsole>;

beforeEach(async () => {
  platform = new FakeOpenTok();
  OT = platform.page();
  // the SDK is the page's: we have no reason to look for one
  const engine = createOpenTokEngine(() => Promise.reject(new Error('The engine looked for an SDK.')));
  registerEngine('opentok', () => Promise.resolve(engine));
  quiet = quietConsole();
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
  quiet.restore();
  if (this.currentTest?.isFailed()) return;
  expect(theirs.listenerCount(), 'listeners left behind').to.equal(0);
  expect(theirs.bareOffs, 'off() without a handler').to.equal(0);
  expect(quiet.said).to.deep.equal([]);
});

/** The page connects its session, and we have noticed. */
async function connected(): Promise<void> {
  await new Promise((resolve) => theirs.connect('data=page', resolve));
  await settled();
}

/** A session of the same shape, and of no more than that. */
class Shim {
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

const GIVEN: [what: string, give: () => AdoptableSession][] = [
  ['the vendor’s Session', () => theirs],
  ['a shim of its shape', () => new Shim(theirs)],
];

for (const [what, give] of GIVEN) {
  describe(`ot-session.session = ${what}`, () => {
    it('is left alone, and of what the page does with it the element tells', async () => {
      const given = give();
      element.session = given;
      await settled();
      expect(element.session).to.equal(given);
      expect([theirs.tokens, log]).to.deep.equal([[], []]);
      expect(element.connectionCount).to.be.NaN;

      await connected();
      const own = theirs.connection!.id;
      expect(log.splice(0)).to.deep.equal([
        'sessionConnected',
        'connectionCreated a',
        'connectionCreated b',
        `connectionCreated ${own}`,
      ]);
      expect(element.connection!.connectionId).to.equal(own);
      expect(element.connectionCount).to.equal(3);
      expect(element.matches(':state(connected)')).to.equal(true);
      await count.updateComplete;
      expect(count.value).to.equal(3);

      platform.join('room', 'c');
      platform.leave('room', 'a', 'networkDisconnected');
      expect(log.splice(0)).to.deep.equal(['connectionCreated c', 'connectionDestroyed a networkDisconnected']);
      theirs.interrupt();
      expect(element.matches(':state(reconnecting)')).to.equal(true);
      theirs.resume();
      expect(log.splice(0)).to.deep.equal(['sessionReconnecting', 'sessionReconnected']);
      expect(element.connectionCount).to.equal(3);

      await theirs.disconnect();
      expect(log.splice(0)).to.deep.equal(['sessionDisconnected clientDisconnected']);
      expect(element.connectionCount).to.be.NaN;

      await connected();
      expect(log.filter((line) => line.startsWith('connectionCreated'))).to.have.lengthOf(3);
      expect(element.connectionCount).to.equal(3);
      expect(theirs.tokens).to.deep.equal(['data=page', 'data=page']);
    });

    it('stays connected when the element goes, which takes its own listeners along and nothing else', async () => {
      const pages = () => undefined;
      theirs.on('connectionCreated sessionConnected sessionDisconnected', pages);
      element.session = give();
      await connected();
      expect(theirs.listenerCount()).to.be.above(3);
      element.remove();
      await settled();
      expect(theirs.listenerCount()).to.equal(3);
      expect([theirs.isConnected(), theirs.disconnects]).to.deep.equal([true, 0]);
      theirs.off('connectionCreated sessionConnected sessionDisconnected', pages);
    });

    it('is told of no longer when it is taken away', async () => {
      element.session = give();
      await connected();
      let changes = 0;
      element.addEventListener('connectioncountchange', () => changes++);
      element.session = null;
      await settled();
      expect(theirs.listenerCount()).to.equal(0);
      expect(theirs.isConnected()).to.equal(true);
      expect(element.connectionCount).to.be.NaN;
      expect(element.session).to.equal(null);
      expect(changes).to.equal(1);
      log = [];
      platform.join('room', 'c');
      expect(log).to.deep.equal([]);
    });

    it('is not the element’s to connect or disconnect', async () => {
      element.session = give();
      let refused: unknown;
      await element.connect('data=mine').catch((error: unknown) => (refused = error));
      expect(refused).to.include({name: 'SessionError', code: 'not-configured'});
      expect(theirs.tokens).to.deep.equal([]);
      await connected();
      await element.disconnect();
      expect(theirs.disconnects).to.equal(0);
      expect(element.connectionCount).to.equal(3);
    });

    it('moves with the element, which tells nothing of it', async () => {
      element.session = give();
      await connected();
      log = [];
      const place = element.parentElement!.appendChild(document.createElement('div'));
      element.remove();
      place.append(element);
      await settled();
      expect(log).to.deep.equal([]);
      expect(element.connectionCount).to.equal(3);
      platform.join('room', 'c');
      expect(log).to.deep.equal(['connectionCreated c']);
    });

    it('that the page leaves while we look is no error', async () => {
      element.session = give();
      theirs.connect('data=page', () => void theirs.disconnect());
      await theirs.drained;
      await new Promise((resolve) => {
        theirs.once('sessionDisconnected', resolve);
      });
      await settled();
      expect(element.state).to.equal('disconnected');
      expect(element.error).to.equal(null);
      expect(log.filter((line) => line.startsWith('error'))).to.deep.equal([]);
    });

    it('may be in two elements', async () => {
      const given = give();
      const other = await fixture<OTSessionElement>(html`<ot-session .session=${given}></ot-session>`);
      element.session = given;
      await connected();
      expect([element.connectionCount, other.connectionCount]).to.deep.equal([3, 3]);
      other.remove();
      await settled();
      platform.join('room', 'c');
      expect([element.connectionCount, other.connectionCount]).to.deep.equal([4, NaN]);
    });

    it('does not come back by itself, which is for the page to do', async () => {
      element.session = give();
      await connected();
      const over = oneEvent(element, 'sessionDisconnected');
      theirs.end('networkDisconnected');
      expect((await over).cancelable).to.equal(false);
      expect(element.state).to.equal('disconnected');
    });
  });
}

describe('ot-session.session = the vendor’s Session', () => {
  it('that is connected already: everyone is there', async () => {
    await connected();
    element.session = theirs;
    await oneEvent(element, 'sessionConnected');
    await settled();
    expect(element.connectionCount).to.equal(3);
    expect(theirs.tokens).to.deep.equal(['data=page']);
  });

  it('is there again when the element is, and without it until then', async () => {
    element.session = theirs;
    await connected();
    const parent = element.parentElement!;
    element.remove();
    await settled();
    expect(element.connectionCount).to.be.NaN;
    platform.join('room', 'c');
    parent.append(element);
    await settled();
    expect(element.connectionCount).to.equal(4);
    platform.join('room', 'd');
    expect(element.connectionCount).to.equal(5);
  });

  it('and its events can be prevented, as any', async () => {
    element.session = theirs;
    element.addEventListener('connectionCreated', (event) => {
      const {connection} = event.detail;
      if (connection.data === 'page') event.preventDefault();
    });
    await connected();
    expect(element.connectionCount).to.equal(2);
    expect(element.connections.size).to.equal(3);
  });

  it('lets the element remove somebody, if the page’s token does', async () => {
    element.session = theirs;
    await new Promise((resolve) => theirs.connect('role=moderator', resolve));
    await settled();
    expect(element.capabilities).to.deep.equal({forceDisconnect: 1});
    await element.forceDisconnect('a');
    expect(log.at(-1)).to.equal('connectionDestroyed a forceDisconnected');
  });

  it('trap 5.2: of a page’s disconnect(); connect() the first half is told by nobody, and we count anew', async () => {
    platform.httpDelay = platform.drain * 3;
    element.session = theirs;
    await connected();
    const before = theirs.connection!.id;
    log = [];
    void theirs.disconnect();
    await connected();
    expect(theirs.connection!.id).not.to.equal(before);
    expect(log.filter((line) => line.startsWith('session'))).to.deep.equal([
      'sessionDisconnected clientDisconnected',
      'sessionConnected',
    ]);
    expect(element.connection!.connectionId).to.equal(theirs.connection!.id);
    expect(element.connectionCount).to.equal(3);
  });

  it('trap 1.5: that was in the back/forward cache is out, and the page may connect it again', async () => {
    element.session = theirs;
    await connected();
    platform.freeze();
    dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
    expect(element.connectionCount).to.be.NaN;
    expect(log.at(-1)).to.equal('sessionDisconnected networkDisconnected');
    // a connection that is made before the old socket has closed would be ended by that
    await theirs.drained;
    await connected();
    expect(element.connectionCount).to.equal(3);
  });

  it('trap 1.8: a listener of the page’s that throws at sessionConnected keeps nothing from us', async () => {
    const starve = () => {
      throw new Error('a bug of the page’s');
    };
    theirs.on('sessionConnected', starve);
    element.session = theirs;
    theirs.connect('data=page');
    await oneEvent(element, 'sessionConnected');
    await settled();
    expect(element.connectionCount).to.equal(3);
    theirs.off('sessionConnected', starve);
  });
});

describe('ot-session.session = something without a list of who is there', () => {
  it('tells of those who come and go; how many there are is unknown', async () => {
    class Listless extends Shim {
      override get connections() {
        return undefined;
      }
    }
    element.session = new Listless(theirs);
    await connected();
    await settled();
    expect(element.connection!.connectionId).to.equal(theirs.connection!.id);
    platform.join('room', 'c');
    platform.leave('room', 'c');
    expect(log).to.deep.equal(['sessionConnected', 'connectionCreated c', 'connectionDestroyed c clientDisconnected']);
    expect(element.connectionCount).to.be.NaN;
  });
});

describe('ot-session.session = the vendor’s Session, made with connectionEventsSuppressed', () => {
  beforeEach(() => {
    theirs = OT.initSession('123', 'suppressed', {connectionEventsSuppressed: true});
    for (const id of ['a', 'b']) platform.join('suppressed', id);
  });

  async function showsUnknown(): Promise<void> {
    if (!theirs.isConnected()) await connected();
    await settled();
    expect(element.state).to.equal('connected');
    expect(element.connectionCount).to.be.NaN;
    expect(element.connections.size).to.equal(0);
    expect(log).to.deep.equal(['sessionConnected']);
  }

  it('that is connected then: the count is unknown, each time', async () => {
    element.session = theirs;
    await showsUnknown();
    await theirs.disconnect();
    log = [];
    await showsUnknown();
  });

  it('in which somebody publishes, whom the SDK adds silently', async () => {
    platform.join('suppressed', 'publisher', {isPublishing: true});
    element.session = theirs;
    await showsUnknown();
    expect(theirs.connections.length()).to.equal(2);
  });

  it('in two elements', async () => {
    const other = await fixture<OTSessionElement>(html`<ot-session .session=${theirs}></ot-session>`);
    element.session = theirs;
    await showsUnknown();
    expect(other.state).to.equal('connected');
    expect(other.connectionCount).to.be.NaN;
    other.remove();
    await settled();
  });

  it('that is connected already: roster="none" says so', async () => {
    element.roster = 'none';
    await connected();
    element.session = theirs;
    await showsUnknown();
  });

  it('that the element joins by its attributes, or shares with the page', async () => {
    for (const isPages of [false, true]) {
      if (isPages) theirs.connect('data=page');
      // the page has made it; the element would announce everyone
      registerEngine('opentok', () => Promise.resolve(createOpenTokEngine(() => Promise.resolve(OT))));
      const other = await fixture<OTSessionElement>(
        html`<ot-session api-key="123" session-id="suppressed" token="data=us" connect-on="manual"></ot-session>`,
      );
      await other.connect();
      expect(other.connectionCount).to.be.NaN;
      other.remove();
      await settled();
      await theirs.drained;
      theirs = OT.initSession('123', `suppressed`, {connectionEventsSuppressed: true});
      if (theirs.previousState) {
        OT.sessions.remove(theirs);
        theirs = OT.initSession('123', `suppressed`, {connectionEventsSuppressed: true});
      }
    }
  });

  it('is what its option says, and not what the list does: alone in an ordinary session, one is counted', async () => {
    theirs = OT.initSession('123', 'empty');
    element.session = theirs;
    await connected();
    expect(element.connectionCount).to.equal(1);
  });
});

describe('ot-session.session = the vendor’s Session, on which a listener of the page’s always throws', () => {
  it('at every event: who is there is known all the same', async () => {
    const undo = checkOften();
    const starve = () => {
      throw new Error('a bug of the page’s');
    };
    theirs.on(TYPES.join(' '), starve);
    element.session = theirs;
    theirs.connect('data=page');
    await oneEvent(element, 'sessionConnected');
    await settled();
    expect(element.connectionCount).to.equal(3);
    platform.join('room', 'c');
    await oneEvent(element, 'connectionCreated');
    await settled();
    expect(element.connectionCount).to.equal(4);
    void theirs.end('forceDisconnected');
    await oneEvent(element, 'sessionDisconnected');
    expect(log.at(-1)).to.equal('sessionDisconnected forceDisconnected');
    theirs.off(TYPES.join(' '), starve);
    undo();
  });
});
