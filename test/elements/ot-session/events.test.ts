import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import type {Session} from '../../../src/session/session.js';
import type {ConnectionEvent} from '../../../src/session/session-events.js';
import {initSession} from '../../../src/session/init-session.js';
import {settled, until} from '../../wait.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {joined, states} from './joined.js';

useFakePlatform();

describe('ot-session: DOM events', () => {
  it('re-dispatches the model’s events as CustomEvents that bubble out of shadow roots, in order', async () => {
    platform.join('a');
    const host = await fixture<HTMLElement>(html`<div></div>`);
    const log: string[] = [];
    for (const type of ['sessionConnected', 'connectionCreated', 'connectionDestroyed', 'sessionDisconnected']) {
      host.addEventListener(type, (event) => {
        const {detail} = event as CustomEvent<ConnectionEvent>;
        expect(event).to.be.instanceOf(CustomEvent);
        expect([event.bubbles, event.composed]).to.deep.equal([true, true]);
        expect(detail.type).to.equal(type);
        expect(event.cancelable).to.equal(detail.cancelable);
        log.push(
          [type, (detail.connection as ConnectionEvent['connection'] | undefined)?.connectionId ?? detail.reason].join(
            ' ',
          ),
        );
      });
    }
    const element = document.createElement('ot-session');
    Object.assign(element, {engine: 'fake', sessionId: 'room', reconnect: 'never'});
    host.attachShadow({mode: 'open'}).append(element);
    await settled();
    platform.leave('a', 'networkDisconnected');
    await element.disconnect();
    expect(log).to.deep.equal(
      [
        'sessionConnected ',
        'connectionCreated a',
        'connectionCreated fake-1',
        'connectionDestroyed networkDisconnected',
        'sessionDisconnected clientDisconnected',
      ].map((line) => line.replace('connectionDestroyed networkDisconnected', 'connectionDestroyed a')),
    );
  });

  it('preventDefault() on the DOM event prevents the model’s event at once', async () => {
    const element = await joined();
    let received: boolean[] = [];
    element.addEventListener('connectionCreated', (event) => {
      event.preventDefault();
      received = [event.defaultPrevented, event.detail.isDefaultPrevented()];
    });
    platform.join('a');
    expect(received).to.deep.equal([true, true]);
    expect(element.connections.size).to.equal(2);
    expect(element.connectionCount).to.equal(1);
  });

  it('preventDefault() on the model’s event prevents the DOM event at once, in a listener of either', async () => {
    const element = await joined();
    const received: boolean[] = [];
    element.addEventListener('connectionCreated', (event) => {
      received.push(event.defaultPrevented);
      event.detail.preventDefault();
      received.push(event.defaultPrevented);
    });
    platform.join('a');
    (element.session as Session).on('connectionCreated', (event) => {
      event.preventDefault();
    });
    platform.join('b');
    expect(received).to.deep.equal([false, true, true, true]);
    expect(element.connectionCount).to.equal(1);
  });

  it('a passive listener cannot prevent anything; the legacy returnValue can', async () => {
    const element = await joined();
    element.addEventListener(
      'connectionCreated',
      (event) => {
        event.preventDefault();
      },
      {passive: true, once: true},
    );
    platform.join('a');
    expect(element.connectionCount).to.equal(2);
    element.addEventListener('connectionCreated', (event) => {
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- what is tested
      event.returnValue = false;
    });
    platform.join('b');
    expect(element.connectionCount).to.equal(2);
  });

  it('sessionDisconnected is cancelable only if it has a default action', async () => {
    const element = await joined();
    const received: boolean[] = [];
    element.addEventListener('sessionDisconnected', (event) => {
      event.preventDefault();
      received.push(event.cancelable, event.defaultPrevented);
    });
    await element.disconnect();
    await element.connect();
    element.reconnect = 'auto';
    await settled();
    platform.disconnect('networkDisconnected');
    await settled();
    expect(received).to.deep.equal([false, false, true, true]);
    expect(element.state).to.equal('disconnected');
  });

  it('connectioncountchange does not bubble, and fires once per batch', async () => {
    for (let i = 0; i < 50; i++) platform.join(`guest-${i}`);
    const host = await fixture(html`<div></div>`);
    const counts: number[] = [];
    host.addEventListener('connectioncountchange', () => counts.push(-1));
    const element = document.createElement('ot-session');
    Object.assign(element, {engine: 'fake', sessionId: 'room'});
    element.addEventListener('connectioncountchange', () => counts.push(element.connectionCount));
    host.append(element);
    await settled();
    expect(counts).to.deep.equal([51]);
  });

  it('has a custom state while reconnecting', async () => {
    const element = await joined();
    const log: string[] = [];
    element.addEventListener('sessionReconnecting', () => log.push(...states(element)));
    element.addEventListener('sessionReconnected', () => log.push(...states(element)));
    platform.reconnecting();
    platform.reconnected();
    expect(log).to.deep.equal(['reconnecting', 'connected']);
  });

  it('two elements with one session id share one connection', async () => {
    const host = await fixture(html`
      <div>
        <ot-session engine="fake" session-id="room"></ot-session>
        <ot-session engine="fake" session-id="room"></ot-session>
      </div>
    `);
    await settled();
    const [one, two] = host.querySelectorAll<OTSessionElement>('ot-session');
    expect(platform.attempts.length).to.equal(1);
    one!.remove();
    await settled();
    expect(two!.connectionCount).to.equal(1);
    expect(platform.running).to.equal(1);
  });
});

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
