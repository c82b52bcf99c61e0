import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {registerEngine} from '../../../src/engines/engine-registry.js';
import {createOpenTokEngine} from '../../../src/engines/opentok/opentok-engine.js';
import {settled} from '../../wait.js';
import {
  OT,
  connected,
  element,
  log,
  platform,
  replaceVendorSession,
  theirs,
  useVendorSession,
} from './vendor-session-page.js';

useVendorSession();

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
