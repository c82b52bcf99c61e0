import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {initSession} from '../../../src/session/init-session.js';
import {settled} from '../../wait.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {states} from './joined.js';

useFakePlatform();

describe('ot-session: a session of the page’s own', () => {
  it('is reported, but never connected or disconnected by the element', async () => {
    const session = initSession('', 'room', {engine: 'fake'});
    const element = await fixture<OTSessionElement>(html`<ot-session connect-on="manual"></ot-session>`);
    element.session = session;
    await settled();
    expect(platform.attempts.length).to.equal(0);
    const log: string[] = [];
    element.addEventListener('connectionCreated', (event) => log.push(event.detail.connection.connectionId));
    await session.connect();
    expect(log).to.deep.equal(['fake-1']);
    expect(element.connectionCount).to.equal(1);
    expect(states(element)).to.deep.equal(['connected']);
    element.remove();
    await settled();
    expect(session.state).to.equal('connected');
    platform.join('a');
    expect(log).to.deep.equal(['fake-1']);
    await session.disconnect();
  });

  it('may already be connected, and the page’s off() does not remove our listeners', async () => {
    const session = initSession('', 'room', {engine: 'fake'});
    await session.connect();
    const element = await fixture<OTSessionElement>(html`<ot-session connect-on="manual"></ot-session>`);
    const counts: number[] = [];
    element.addEventListener('connectioncountchange', () => counts.push(element.connectionCount));
    element.session = session;
    session.off();
    platform.join('a');
    expect(counts).to.deep.equal([1, 2]);
    element.session = null;
    platform.join('b');
    expect(counts).to.deep.equal([1, 2, NaN]);
    expect(element.session).to.equal(null);
    expect(session.connectionCount).to.equal(3);
    await session.disconnect();
  });

  it('may be set before the element is upgraded, and takes precedence over the attributes', async () => {
    const session = initSession('', 'room', {engine: 'fake'});
    const element = document.createElement('ot-session-given') as OTSessionElement;
    Object.assign(element, {session});
    element.setAttribute('engine', 'fake');
    element.setAttribute('session-id', 'other');
    document.body.append(element);
    class Given extends OTSessionElement {}
    Given.define('ot-session-given');
    await settled();
    expect(platform.attempts.length).to.equal(0);
    expect(element.session).to.equal(session);
    element.session = undefined;
    await settled();
    expect(platform.attempts.map(({config}) => config.sessionId)).to.deep.equal(['other']);
    element.remove();
    await settled();
  });
});
