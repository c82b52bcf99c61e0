import {expect, fixture, html} from '@open-wc/testing';
import '../../src/define.js';
import type {OTSessionElement} from '../../src/elements/ot-session/ot-session-element.js';
import {platform, useFakePlatform} from '../fakes/use-fake-platform.js';
import {settled, until} from '../wait.js';
import {rendered} from './rendered.js';

useFakePlatform();

/** An element around others, whose own callback runs while theirs are still to come. */
class EarlyParent extends HTMLElement {
  whenConnected: () => void = () => undefined;
  connectedCallback(): void {
    this.whenConnected();
  }
}
customElements.define('early-parent', EarlyParent);

describe('Elements that are removed before their connectedCallback has run', () => {
  it('a session that was connected in between is left', async () => {
    const main = await fixture(html`<main></main>`);
    const parent = new EarlyParent();
    const session = document.createElement('ot-session');
    Object.assign(session, {engine: 'fake', sessionId: 'room'});
    parent.append(session);
    let connecting: Promise<unknown> | undefined;
    parent.whenConnected = () => {
      connecting = session.connect().catch(() => undefined);
      session.remove();
    };
    main.append(parent);
    await connecting;
    await settled();
    await until(() => platform.running === 0, 'the session was left');
    expect(session.state).to.equal('disconnected');
  });

  it('a count that is moved, and rendered again by its parent, keeps its number', async () => {
    const main = await fixture(html`
      <main>
        <ot-session engine="fake" session-id="room"><div></div></ot-session>
      </main>
    `);
    const session = main.querySelector<OTSessionElement>('ot-session')!;
    const parent = new EarlyParent();
    const count = document.createElement('ot-connection-count');
    parent.append(count);
    session.append(parent);
    await rendered();
    await until(() => count.value === 1, 'the session has joined');
    const values: number[] = [];
    count.addEventListener('countchange', () => values.push(count.value));
    parent.whenConnected = () => {
      parent.replaceChildren();
      parent.append(count);
    };
    parent.remove();
    session.querySelector('div')!.append(parent);
    await rendered();
    expect(values).to.deep.equal([]);
    expect(count.value).to.equal(1);
  });
});
