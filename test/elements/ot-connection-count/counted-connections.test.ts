import {expect, html} from '@open-wc/testing';
import '../../../src/define.js';
import {initSession} from '../../../src/session/init-session.js';
import {rendered} from '../rendered.js';
import {platform, registerFakePlatform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {becomes, modelOf, sessionWithCount} from './session-with-count.js';

useFakePlatform();

describe('ot-connection-count: changes that leave the size the same', () => {
  const SWAP = 'when one connection replaces another in one batch';

  it(`count="others" is updated ${SWAP}`, async () => {
    const {session, count} = await sessionWithCount(html`<ot-connection-count count="others"></ot-connection-count>`);
    await becomes(count, 0);
    session.addEventListener('connectionCreated', (event) => {
      event.preventDefault();
      modelOf(session).uncount(session.connection!);
      modelOf(session).count(event.detail.connection);
    });
    platform.join('a');
    await becomes(count, 1);
    expect(session.connectionCount).to.equal(1);
  });

  for (const type of ['connectionCreated', 'connectionDestroyed', 'connectioncountchange'] as const) {
    it(`count="people" is updated ${SWAP}, at ${type}`, async () => {
      platform.join('a1', 'ann');
      platform.join('a2', 'ann');
      platform.join('b', 'bob');
      platform.join('leaver', 'bob');
      const {session, count} = await sessionWithCount(
        html`<ot-connection-count count="people"></ot-connection-count>`,
        'data=me',
      );
      modelOf(session).uncount('b');
      modelOf(session).uncount('leaver');
      await becomes(count, 2);
      // listeners of the model run first, and those of the element last
      session.addEventListener(type, (event) => {
        if (type === 'connectionCreated') event.preventDefault();
        modelOf(session).uncount('a2');
        modelOf(session).count('b');
      });
      if (type === 'connectionDestroyed') platform.leave('leaver');
      else platform.join('c', 'me');
      await becomes(count, 3);
    });
  }

  it('count="people" never shows the old number when the session is replaced', async () => {
    const strangers = registerFakePlatform('strangers');
    platform.join('a', 'ann');
    for (const name of ['b', 'c', 'd']) strangers.join(name, name);
    const {session, count} = await sessionWithCount(
      html`<ot-connection-count count="people"></ot-connection-count>`,
      'data=me',
    );
    const [one, other] = [initSession('', 'room', {engine: 'fake'}), initSession('', 'room', {engine: 'strangers'})];
    await one.connect('data=me');
    await other.connect('data=me');
    session.session = one;
    await becomes(count, 2);
    const values: number[] = [];
    count.addEventListener('countchange', () => values.push(count.value));
    session.session = other;
    expect(count.value).to.equal(4);
    session.session = one;
    expect(count.value).to.equal(2);
    session.session = null;
    expect(count.value).to.be.NaN;
    session.session = other;
    expect(values).to.deep.equal([4, 2, NaN, 4]);
    await Promise.all([one.disconnect(), other.disconnect()]);
  });

  it('a count that finds another session is updated by that one', async () => {
    const {session, count} = await sessionWithCount(html`<ot-connection-count count="others"></ot-connection-count>`);
    await becomes(count, 0);
    const other = document.createElement('ot-session');
    Object.assign(other, {engine: 'fake', sessionId: 'elsewhere'});
    session.after(other);
    await rendered();
    count.forElement = other;
    other.addEventListener('connectionCreated', (event) => {
      event.preventDefault();
      modelOf(other).uncount(other.connection!);
      modelOf(other).count(event.detail.connection);
    });
    platform.join('a');
    await becomes(count, 1);
  });
});
