import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {registerEngine} from '../../../src/engines/engine-registry.js';
import {settled, until} from '../../wait.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {logged} from '../../fakes/console.js';
import {joined, states} from './joined.js';

useFakePlatform();

describe('ot-session: attributes', () => {
  it('joins when it is inserted, and leaves when it is removed', async () => {
    const element = await joined();
    expect(platform.attempts[0]!.config).to.include({
      engine: 'fake',
      apiKey: '',
      applicationId: '',
      sessionId: 'room',
      token: 'role=moderator',
    });
    expect(states(element)).to.deep.equal(['connected']);
    element.remove();
    await until(() => platform.running === 0, 'the connection has ended');
    expect(states(element)).to.deep.equal([]);
  });

  it('joins again when it is inserted again, with the right count', async () => {
    const element = await joined();
    const parent = element.parentElement!;
    element.remove();
    await until(() => platform.running === 0, 'it leaves');
    parent.append(element);
    await settled();
    expect(element.connectionCount).to.equal(1);
    expect(platform.attempts.length).to.equal(2);
  });

  it('passes the key to the engine, and displays its content without a box', async () => {
    const element = await fixture<OTSessionElement>(
      html`<ot-session engine="fake" api-key="123" session-id="room"><b>hello</b></ot-session>`,
    );
    await settled();
    expect(platform.attempts[0]!.config.apiKey).to.equal('123');
    expect(getComputedStyle(element).display).to.equal('contents');
    expect(element.querySelector('b')!.getBoundingClientRect().width).to.be.above(0);
    element.hidden = true;
    expect(element.querySelector('b')!.getBoundingClientRect().width).to.equal(0);
  });

  it('uses opentok by default', async () => {
    const {engine} = platform;
    registerEngine('opentok', () => Promise.resolve(engine));
    await fixture(html`<ot-session session-id="room"></ot-session>`);
    await settled();
    expect(platform.attempts[0]!.config.engine).to.equal('opentok');
  });

  it('connect-on="manual" joins only on connect(), then follows configuration changes until disconnect()', async () => {
    const element = await fixture<OTSessionElement>(
      html`<ot-session engine="fake" session-id="room" connect-on="manual"></ot-session>`,
    );
    await settled();
    expect(platform.attempts.length).to.equal(0);
    await element.connect();
    expect(element.connectionCount).to.equal(1);
    element.sessionId = 'other';
    await settled();
    expect(platform.attempts.map(({config}) => config.sessionId)).to.deep.equal(['room', 'other']);
    await element.disconnect();
    element.sessionId = 'third';
    await settled();
    expect(platform.attempts.length).to.equal(2);
    element.connectOn = 'load';
    await settled();
    expect(platform.attempts.at(-1)!.config.sessionId).to.equal('third');
  });

  it('an enumerated attribute with an invalid value has the default, with one warning', async () => {
    const element = await fixture<OTSessionElement>(
      html`<ot-session engine="fake" session-id="room" connect-on="laod" reconnect="NEVER"></ot-session>`,
    );
    await settled();
    expect(element.connectOn).to.equal('load');
    expect(element.reconnect).to.equal('never');
    expect(element.state).to.equal('connected');
    expect(logged.length).to.equal(1);
    expect(logged[0]).to.contain('connect-on="laod"').and.to.contain('manual');
  });

  it('reflects no property', async () => {
    const element = await joined();
    const before = element.getAttributeNames();
    element.token = 'T1==hunter2';
    element.apiKey = '1';
    element.connectOn = 'manual';
    await settled();
    expect(element.getAttributeNames()).to.deep.equal(before);
    expect(element.outerHTML).not.to.contain('hunter2');
  });
});
