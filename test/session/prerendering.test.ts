import {expect} from '@open-wc/testing';
import {registerEngine} from '../../src/engines/engine-registry.js';
import {settled} from '../wait.js';
import {fakePrerendering, restoreDocument} from '../fakes/fake-document.js';
import {createSession, errorOf, useSessions} from './sessions.js';
import {platform} from '../fakes/use-fake-platform.js';

useSessions();

describe('Session: while the page is prerendered', () => {
  it('connect() requests nothing and starts no timer until the page is activated, then connects', async () => {
    const page = fakePrerendering();
    try {
      const requested: string[] = [];
      registerEngine('asked', () => {
        requested.push('engine');
        return Promise.resolve(platform.engine);
      });
      const one = createSession({
        engine: 'asked',
        connectTimeout: 1,
        getCredentials: () => {
          requested.push('credentials');
          return {token: 'data=x'};
        },
      });
      const joined = one.connect();
      for (let task = 0; task < 5; task++) await settled();
      expect(requested).to.deep.equal([]);
      expect(one.error).to.equal(null);
      one.connectTimeout = undefined;
      page.activate();
      await joined;
      expect(requested).to.have.members(['engine', 'credentials']);
      expect(one.state).to.equal('connected');
    } finally {
      restoreDocument();
    }
  });

  it('connects with the settings at the activation', async () => {
    const page = fakePrerendering();
    try {
      const one = createSession();
      const joined = one.connect('data=early');
      one.token = 'data=late';
      page.activate();
      await joined;
      expect(one.connection!.data).to.equal('late');
    } finally {
      restoreDocument();
    }
  });

  it('disconnect() cancels the attempt, and the activation joins nothing', async () => {
    const page = fakePrerendering();
    try {
      const one = createSession();
      const joined = one.connect();
      await one.disconnect();
      expect(await errorOf(joined)).to.have.property('code', 'aborted');
      page.activate();
      await settled();
      expect(platform.attempts.length).to.equal(0);
      expect(one.state).to.equal('disconnected');
    } finally {
      restoreDocument();
    }
  });
});
