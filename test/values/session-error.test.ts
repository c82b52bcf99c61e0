import {expect, fixture, html} from '@open-wc/testing';
import {registerEngine} from '../../src/engines/engine-registry.js';
import {initSession} from '../../src/session/init-session.js';
import {SessionError} from '../../src/values/session-error.js';
import {rejection} from '../rejection.js';

describe('SessionError', () => {
  it('instanceof recognizes errors of another copy of the package, in this document or another', async () => {
    const frame = await fixture<HTMLIFrameElement>(html`<iframe title="Elsewhere"></iframe>`);
    const elsewhere = frame.contentWindow as unknown as typeof globalThis;
    for (const page of [globalThis, elsewhere]) {
      const error = Object.assign(new page.Error('The session is full.'), {name: 'SessionError', code: 'session-full'});
      expect(error instanceof SessionError).to.equal(true);
      registerEngine('elsewhere', () => Promise.resolve(() => Promise.reject(error)));
      const session = initSession('', 'room', {engine: 'elsewhere', reconnect: 'never'});
      session.on('error', (event) => {
        event.preventDefault();
      });
      expect(await rejection(session.connect())).to.equal(error);
    }
  });

  it('instanceof recognizes nothing else', () => {
    for (const value of [undefined, null, '', 'SessionError', 1, {}, new Error('SessionError'), () => undefined]) {
      expect(value instanceof SessionError).to.equal(false);
    }
  });

  it('is not an instance of its subclasses', () => {
    class OwnError extends SessionError {}
    expect(new SessionError('own', '') instanceof OwnError).to.equal(false);
    expect(new OwnError('own', '') instanceof OwnError).to.equal(true);
    expect(new OwnError('own', '') instanceof SessionError).to.equal(true);
  });
});
