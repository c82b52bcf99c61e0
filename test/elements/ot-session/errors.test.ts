import {expect, fixture, html, oneEvent} from '@open-wc/testing';
import '../../../src/define.js';
import {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {SessionError} from '../../../src/values/session-error.js';
import {settled, until} from '../../wait.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {logged} from '../../fakes/console.js';
import {states} from './joined.js';

useFakePlatform();

describe('ot-session: errors', () => {
  for (const [name, attributes, expected] of [
    ['an unknown engine', {engine: 'xmp', 'session-id': 'room'}, 'engine="xmp"'],
    ['a missing session-id', {engine: 'fake'}, 'session-id'],
    ['both keys', {engine: 'fake', 'session-id': 'room', 'api-key': '1', 'application-id': 'x'}, 'api-key'],
  ] as const) {
    it(`${name}: one line in the console, error, :state(error); the rest of the page goes on`, async () => {
      const host = await fixture(html`<div><ot-session engine="fake" session-id="fine"></ot-session></div>`);
      const element = document.createElement('ot-session');
      for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
      const bubbled: Event[] = [];
      host.addEventListener('error', (event) => bubbled.push(event));
      setTimeout(() => {
        host.append(element);
      });
      const event = await oneEvent(element, 'error');
      await settled();
      const {error} = (event as unknown as {detail: {error: SessionError}}).detail;
      expect(error.message).to.contain(expected);
      expect(element.error).to.equal(error);
      expect(logged).to.deep.equal([`ot-elements: ${error.message}`]);
      expect(states(element)).to.deep.equal(['error']);
      expect(bubbled).to.deep.equal([]);
      expect(host.querySelector<OTSessionElement>('ot-session')!.connectionCount).to.equal(1);
    });
  }

  it('joins and clears the error once corrected', async () => {
    const element = await fixture<OTSessionElement>(html`<ot-session engine="fake"></ot-session>`);
    await settled();
    expect(states(element)).to.deep.equal(['error']);
    element.setAttribute('session-id', 'room');
    await settled();
    expect(states(element)).to.deep.equal(['connected']);
    expect(element.error).to.equal(null);
  });

  it('disconnect() clears the error and its state', async () => {
    platform.refuse(new SessionError('invalid-session', 'No.'));
    const element = await fixture<OTSessionElement>(html`<ot-session engine="fake" session-id="room"></ot-session>`);
    await settled();
    expect(states(element)).to.deep.equal(['error']);
    await element.disconnect();
    expect(element.error).to.equal(null);
    expect(states(element)).to.deep.equal([]);
  });

  it('is connecting, with the error, during the reconnect delay', async () => {
    platform.refuse(new SessionError('session-full', 'Full.'));
    const element = await fixture<OTSessionElement>(html`<ot-session engine="fake" session-id="room"></ot-session>`);
    await settled();
    expect(states(element)).to.deep.equal(['connecting', 'error']);
    dispatchEvent(new Event('online'));
    expect(states(element)).to.deep.equal(['connecting']);
    await settled();
    expect(states(element)).to.deep.equal(['connected']);
  });

  it('logs nothing when error is prevented', async () => {
    const element = document.createElement('ot-session');
    element.addEventListener('error', (event) => {
      event.preventDefault();
    });
    document.body.append(element);
    await until(() => element.error, 'the attempt fails');
    expect(element.error?.code).to.equal('not-configured');
    expect(logged).to.deep.equal([]);
    element.remove();
  });

  it('connect() outside a document rejects, without an unhandled rejection', async () => {
    const element = document.createElement('ot-session');
    let code = '';
    await element.connect().catch((error: unknown) => {
      ({code} = error as SessionError);
    });
    expect(code).to.equal('not-configured');
    void element.connect();
    void element.forceDisconnect('x');
    await settled();
  });

  it('pitfall 24: the token is not in any attribute, event, error, or console message', async () => {
    platform.refuse(new SessionError('authentication-failed', 'No.'));
    const element = document.createElement('ot-session');
    Object.assign(element, {engine: 'fake', sessionId: 'room', token: 'T1==hunter2'});
    const texts: string[] = [];
    element.addEventListener('error', (event) => {
      const {detail} = event as unknown as CustomEvent<{error: SessionError}>;
      texts.push(
        JSON.stringify(detail),
        String(detail.error),
        Object.values(event.target as object)
          .map(String)
          .join(),
      );
    });
    document.body.append(element);
    await settled();
    texts.push(element.outerHTML, JSON.stringify(element.session), ...logged);
    expect(texts.length).to.be.above(5);
    expect(texts.join()).not.to.contain('hunter2');
    element.remove();
    await settled();
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
