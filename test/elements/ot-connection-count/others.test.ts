import {expect, html} from '@open-wc/testing';
import '../../../src/define.js';
import {countStates, displayed, rendered} from '../rendered.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {becomes, modelOf, sessionWithCount} from './session-with-count.js';

useFakePlatform();

describe('ot-connection-count count="others"', () => {
  it('pitfall 1: excludes the own connection, and is 0, not unknown, when alone', async () => {
    const {count} = await sessionWithCount(
      html`<ot-connection-count count="others" text-zero="only you">Live</ot-connection-count>`,
    );
    await becomes(count, 0);
    expect([displayed(count), countStates(count)]).to.deep.equal(['only you', ['empty']]);
    platform.join('a');
    expect(count.value).to.equal(1);
    platform.leave('a');
    expect(count.value).to.equal(0);
  });

  it('pitfall 1: is never -1 if the own connection is uncounted already', async () => {
    const {session, count} = await sessionWithCount(html`<ot-connection-count count="others"></ot-connection-count>`);
    await becomes(count, 0);
    modelOf(session).uncount(session.connection!);
    expect(count.value).to.equal(0);
    platform.join('a');
    expect(count.value).to.equal(1);
    modelOf(session).count(session.connection!);
    expect(count.value).to.equal(1);
  });

  it('pitfall 7: is unknown while disconnected, and stale while reconnecting', async () => {
    const {session, count} = await sessionWithCount(
      html`<ot-connection-count count="others">Live</ot-connection-count>`,
    );
    await becomes(count, 0);
    platform.reconnecting();
    expect(countStates(count)).to.deep.equal(['stale', 'empty']);
    platform.reconnected();
    expect(countStates(count)).to.deep.equal(['empty']);
    await session.disconnect();
    await rendered();
    expect([displayed(count), count.value, countStates(count)]).to.deep.equal(['fallback: Live', NaN, ['unknown']]);
    await session.connect();
    expect(count.value).to.equal(0);
  });

  it('pitfall 20: counts ids such as constructor', async () => {
    const {count} = await sessionWithCount(html`<ot-connection-count count="others"></ot-connection-count>`);
    await becomes(count, 0);
    platform.join('constructor');
    platform.join('__proto__');
    expect(count.value).to.equal(2);
  });
});
