import {expect, fixture, html, oneEvent} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import type {AdoptableSession} from '../../../src/session/adopted-session.js';
import {registerEngine} from '../../../src/engines/engine-registry.js';
import {createOpenTokEngine} from '../../../src/engines/opentok/opentok-engine.js';
import {settled} from '../../wait.js';
import {
  Shim,
  connected,
  count,
  element,
  log,
  platform,
  theirs,
  useVendorSession,
  OT,
  replaceVendorSession,
} from './vendor-session-page.js';

useVendorSession();

const GIVEN: [what: string, give: () => AdoptableSession][] = [
  ['the vendor’s Session', () => theirs],
  ['a shim of its shape', () => new Shim(theirs)],
];

for (const [what, give] of GIVEN) {
  describe(`ot-session.session = ${what}`, () => {
    it('is left to the page, and the element dispatches its events', async () => {
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

    it('stays connected when the element is removed, which removes only its own listeners', async () => {
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

    it('is no longer reported once it is set to null', async () => {
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
      log.length = 0;
      platform.join('room', 'c');
      expect(log).to.deep.equal([]);
    });

    it('cannot be connected or disconnected by the element', async () => {
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

    it('moves with the element, without an event', async () => {
      element.session = give();
      await connected();
      log.length = 0;
      const place = element.parentElement!.appendChild(document.createElement('div'));
      element.remove();
      place.append(element);
      await settled();
      expect(log).to.deep.equal([]);
      expect(element.connectionCount).to.equal(3);
      platform.join('room', 'c');
      expect(log).to.deep.equal(['connectionCreated c']);
    });

    it('that the page disconnects during our attempt is not an error', async () => {
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

    it('may be set on two elements', async () => {
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

    it('does not reconnect by itself: that is up to the page', async () => {
      element.session = give();
      await connected();
      const over = oneEvent(element, 'sessionDisconnected');
      theirs.end('networkDisconnected');
      expect((await over).cancelable).to.equal(false);
      expect(element.state).to.equal('disconnected');
    });
  });
}

describe('ot-session.session = the vendor’s Session, made with connectionEventsSuppressed', () => {
  beforeEach(() => {
    replaceVendorSession(OT.initSession('123', 'suppressed', {connectionEventsSuppressed: true}));
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

  it('that is connected later: the count is unknown, each time', async () => {
    element.session = theirs;
    await showsUnknown();
    await theirs.disconnect();
    log.length = 0;
    await showsUnknown();
  });

  it('with a publisher, whom the SDK adds silently', async () => {
    platform.join('suppressed', 'publisher', {isPublishing: true});
    element.session = theirs;
    await showsUnknown();
    expect(theirs.connections.length()).to.equal(2);
  });

  it('set on two elements', async () => {
    const other = await fixture<OTSessionElement>(html`<ot-session .session=${theirs}></ot-session>`);
    element.session = theirs;
    await showsUnknown();
    expect(other.state).to.equal('connected');
    expect(other.connectionCount).to.be.NaN;
    other.remove();
    await settled();
  });

  it('that is already connected: roster="none" says so', async () => {
    element.roster = 'none';
    await connected();
    element.session = theirs;
    await showsUnknown();
  });

  it('that the element joins by its attributes, or shares with the page', async () => {
    for (const isPages of [false, true]) {
      if (isPages) theirs.connect('data=page');
      // the page created it with events suppressed, unlike the element
      registerEngine('opentok', () => Promise.resolve(createOpenTokEngine(() => Promise.resolve(OT))));
      const other = await fixture<OTSessionElement>(
        html`<ot-session api-key="123" session-id="suppressed" token="data=us" connect-on="manual"></ot-session>`,
      );
      await other.connect();
      expect(other.connectionCount).to.be.NaN;
      other.remove();
      await settled();
      await theirs.drained;
      replaceVendorSession(OT.initSession('123', `suppressed`, {connectionEventsSuppressed: true}));
      if (theirs.previousState) {
        OT.sessions.remove(theirs);
        replaceVendorSession(OT.initSession('123', `suppressed`, {connectionEventsSuppressed: true}));
      }
    }
  });

  it('is recognized by its option, not by an empty list: alone in an ordinary session, the count is 1', async () => {
    replaceVendorSession(OT.initSession('123', 'empty'));
    element.session = theirs;
    await connected();
    expect(element.connectionCount).to.equal(1);
  });
});
