import {expect} from '@open-wc/testing';
import {collect, quietConsole, settled} from '../collect.js';
import {errorOf, platform, session, useFakeSessions} from './fake-sessions.js';

useFakeSessions();

describe('Session: sharing a connection', () => {
  it('the same id on another server is another session', async () => {
    const [one, other] = [session({service: 'wss://one.example/'}), session({service: 'wss://other.example/'})];
    await Promise.all([one.connect(), other.connect()]);
    expect(platform.attempts.map(({config}) => config.service)).to.have.members([
      'wss://one.example/',
      'wss://other.example/',
    ]);
    expect(one.connection).not.to.equal(other.connection);
  });

  it('who wants to be told of nobody, and who does not, cannot share one: session-in-use', async () => {
    const quiet = quietConsole();
    const [one, other] = [session(), session({connectionEventsSuppressed: true})];
    await one.connect();
    expect(await errorOf(other.connect())).to.have.property('code', 'session-in-use');
    await one.disconnect();
    await other.connect();
    expect(await errorOf(one.connect())).to.have.property('code', 'session-in-use');
    quiet.restore();
  });

  it('with connectionEventsSuppressed nobody is announced, whatever the engine tells', async () => {
    platform.join('a');
    const one = session({connectionEventsSuppressed: true});
    const log = collect(one);
    await one.connect();
    platform.join('b');
    platform.leave('a');
    expect(log).to.deep.equal(['sessionConnected']);
    expect([one.connections.size, one.connectionCount]).to.deep.equal([0, NaN]);
  });

  it('removed while another one joins over the same connection: that one is refused, and stays out', async () => {
    const quiet = quietConsole();
    const [one, other] = [session(), session({reconnect: 'auto'})];
    one.on('sessionConnected', () => {
      platform.disconnect('forceDisconnected');
    });
    const refused = errorOf(one.connect());
    expect(await errorOf(other.connect())).to.have.property('code', 'permission-denied');
    await refused;
    await settled();
    expect(other.state).to.equal('disconnected');
    quiet.restore();
  });
});
