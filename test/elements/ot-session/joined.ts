import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {settled} from '../../wait.js';

export const states = (element: Element) =>
  ['connecting', 'connected', 'reconnecting', 'error'].filter((state) => element.matches(`:state(${state})`));

/** An element that has joined. */
export async function joined(): Promise<OTSessionElement> {
  const element = await fixture<OTSessionElement>(
    html`<ot-session engine="fake" session-id="room" token="role=moderator" reconnect="never"></ot-session>`,
  );
  await settled();
  expect(element.state).to.equal('connected');
  return element;
}
