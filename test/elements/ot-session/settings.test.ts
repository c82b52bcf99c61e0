import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {Session} from '../../../src/session/session.js';
import {SessionError} from '../../../src/values/session-error.js';
import {settled, until} from '../../wait.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';

useFakePlatform();

async function joined(): Promise<{element: OTSessionElement; session: Session}> {
  const element = await fixture<OTSessionElement>(
    html`<ot-session engine="fake" session-id="room" token="data=attribute"></ot-session>`,
  );
  await settled();
  return {element, session: element.session as Session};
}

describe('settings that script makes on the session of an element persist', () => {
  for (const [name, value] of [
    ['reconnect', 'never'],
    ['token', 'data=script'],
    ['options', {encryptionSecret: 'x'}],
    ['credentials', {id: 'mine', get: () => ({})}],
    ['connectTimeout', 5_000],
  ] as const) {
    it(`${name}, whatever is read or set on the element afterwards`, async () => {
      const {element, session} = await joined();
      Object.assign(session, {[name]: value});
      expect(element.session).to.equal(session);
      expect(session[name]).to.equal(value);
      element.lowercaseEvents = true;
      element.connectOn = 'manual';
      await element.updateComplete;
      expect(element.session).to.equal(session);
      expect(session[name]).to.equal(value);
    });
  }

  it('a changed attribute overrides what script set', async () => {
    const {element, session} = await joined();
    session.reconnect = 'never';
    session.token = 'data=script';
    element.setAttribute('token', 'data=newer');
    await element.updateComplete;
    expect([session.reconnect, session.token]).to.deep.equal(['never', 'data=newer']);
  });

  it('the token of connect() is used to reconnect', async () => {
    const {element, session} = await joined();
    await session.disconnect();
    await session.connect('data=secret');
    expect(element.session).to.equal(session);
    Math.random = () => 0;
    platform.disconnect('networkDisconnected');
    await until(() => session.state === 'connected', 'it joins again');
    expect(session.connection!.data).to.equal('secret');
  });

  it('reading the session changes nothing, and dispatches nothing', async () => {
    const {element, session} = await joined();
    let events = 0;
    for (const type of ['sessionDisconnected', 'connectioncountchange']) element.addEventListener(type, () => events++);
    element.sessionId = 'other';
    expect(element.session).to.equal(session);
    expect([events, session.state]).to.deep.equal([0, 'connected']);
    await element.updateComplete;
    expect((element.session as Session).sessionId).to.equal('other');
  });
});

describe('after a final error, new credentials cause another attempt', () => {
  const CHANGES: Record<string, (element: OTSessionElement) => void> = {
    'a new token attribute': (element) => {
      element.setAttribute('token', 'data=new');
    },
    'a new token property': (element) => (element.token = 'data=new'),
    'a new src': (element) => (element.src = `/endpoints/new?body={"token":"data=new"}`),
    'a new getCredentials': (element) => (element.getCredentials = () => ({token: 'data=new'})),
  };
  for (const [what, change] of Object.entries(CHANGES)) {
    it(what, async () => {
      platform.refuse(new SessionError('authentication-failed', 'The token is too old.'));
      const element = await fixture<OTSessionElement>(
        html`<ot-session engine="fake" session-id="room" token="data=old"></ot-session>`,
      );
      await until(() => element.error, 'the attempt fails');
      expect(element.state).to.equal('disconnected');
      change(element);
      await until(() => element.state === 'connected', 'it joins');
      expect(element.connection!.data).to.equal('new');
      expect(element.error).to.equal(null);
    });
  }

  it('the same credentials, and other changes, do not', async () => {
    platform.refuse(new SessionError('authentication-failed', 'The token is too old.'));
    const element = await fixture<OTSessionElement>(
      html`<ot-session engine="fake" session-id="room" token="data=old"></ot-session>`,
    );
    await until(() => element.error, 'the attempt fails');
    element.setAttribute('token', 'data=old');
    element.lowercaseEvents = true;
    await element.updateComplete;
    await settled();
    expect(platform.attempts).to.have.lengthOf(1);
  });

  it('connect() with a token that is refused is one attempt', async () => {
    const element = await fixture<OTSessionElement>(
      html`<ot-session engine="fake" session-id="room" connect-on="manual"></ot-session>`,
    );
    platform.refuse(new SessionError('authentication-failed', 'The token is too old.'));
    await element.connect('data=refused').catch(() => undefined);
    await settled();
    expect(platform.attempts).to.have.lengthOf(1);
  });
});
