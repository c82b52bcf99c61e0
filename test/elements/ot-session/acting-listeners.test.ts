import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {initSession} from '../../../src/session/init-session.js';
import {settled, until} from '../../wait.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {joined, states} from './joined.js';

useFakePlatform();

describe('ot-session: listeners with side effects', () => {
  it('one that moves the element at each connectionCreated is called once for each', async () => {
    const element = await joined();
    let calls = 0;
    element.addEventListener('connectionCreated', () => {
      calls++;
      if (calls < 10) document.body.append(element);
    });
    platform.join('a');
    await settled();
    expect(calls).to.equal(1);
    expect(element.connectionCount).to.equal(2);
    element.remove();
    await settled();
  });

  it('connect() in sessionDisconnected, after another session id was set, joins that session only', async () => {
    const element = await joined();
    element.addEventListener('sessionDisconnected', () => void element.connect(), {once: true});
    element.sessionId = 'other';
    await settled();
    expect(platform.running).to.equal(1);
    expect(platform.attempts.at(-1)!.config.sessionId).to.equal('other');
    element.remove();
    await until(() => platform.running === 0, 'it leaves');
  });

  it('one that inserts the element again as it leaves still receives every event', async () => {
    const element = await joined();
    element.addEventListener(
      'sessionDisconnected',
      () => {
        document.body.append(element);
      },
      {once: true},
    );
    element.remove();
    await settled();
    await settled();
    expect(states(element)).to.deep.equal(['connected']);
    const ids: string[] = [];
    element.addEventListener('connectionCreated', (event) => ids.push(event.detail.connection.connectionId));
    platform.join('a');
    expect(ids).to.deep.equal(['a']);
    element.remove();
    await settled();
  });

  it('disconnect() also cancels a configuration of the same task', async () => {
    const element = await joined();
    element.sessionId = 'other';
    await element.disconnect();
    await settled();
    expect(element.state).to.equal('disconnected');
    expect(platform.running).to.equal(0);
  });

  it('a session that replaces another with the same count is counted, too', async () => {
    const host = await fixture(html`
      <ot-session engine="fake" session-id="room"><ot-connection-count></ot-connection-count></ot-session>
    `);
    await settled();
    const session = initSession('', 'other', {engine: 'fake'});
    await session.connect();
    (host as OTSessionElement).session = session;
    await settled();
    expect(host.querySelector('ot-connection-count')!.value).to.equal(1);
    await session.disconnect();
  });

  it('a value that is not a session is rejected before the current session is left', async () => {
    const element = await joined();
    expect(() => {
      element.session = {} as never;
    }).to.throw(TypeError, 'session');
    expect(element.state).to.equal('connected');
  });
});
