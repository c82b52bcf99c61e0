import {expect, html} from '@open-wc/testing';
import '../../../src/define.js';
import {countStates, drawn, platform, shown, useFakePlatform} from '../fake-page.js';
import {becomes, both, modelOf} from './session-with-count.js';

useFakePlatform();

describe('ot-connection-count count="others"', () => {
  it('pitfall 1: is without our own connection, and 0, not unknown, when we are alone', async () => {
    const {count} = await both(
      html`<ot-connection-count count="others" text-zero="only you">Live</ot-connection-count>`,
    );
    await becomes(count, 0);
    expect([shown(count), countStates(count)]).to.deep.equal(['only you', ['empty']]);
    platform.join('a');
    expect(count.value).to.equal(1);
    platform.leave('a');
    expect(count.value).to.equal(0);
  });

  it('pitfall 1: is never -1: who leaves our own connection out has left it out already', async () => {
    const {session, count} = await both(html`<ot-connection-count count="others"></ot-connection-count>`);
    await becomes(count, 0);
    modelOf(session).uncount(session.connection!);
    expect(count.value).to.equal(0);
    platform.join('a');
    expect(count.value).to.equal(1);
    modelOf(session).count(session.connection!);
    expect(count.value).to.equal(1);
  });

  it('pitfall 7: is unknown out of the session, and stale while it is interrupted', async () => {
    const {session, count} = await both(html`<ot-connection-count count="others">Live</ot-connection-count>`);
    await becomes(count, 0);
    platform.reconnecting();
    expect(countStates(count)).to.deep.equal(['stale', 'empty']);
    platform.reconnected();
    expect(countStates(count)).to.deep.equal(['empty']);
    await session.disconnect();
    await drawn();
    expect([shown(count), count.value, countStates(count)]).to.deep.equal(['fallback: Live', NaN, ['unknown']]);
    await session.connect();
    expect(count.value).to.equal(0);
  });

  it('pitfall 20: an id like constructor is an ordinary one', async () => {
    const {count} = await both(html`<ot-connection-count count="others"></ot-connection-count>`);
    await becomes(count, 0);
    platform.join('constructor');
    platform.join('__proto__');
    expect(count.value).to.equal(2);
  });
});
