import {expect, fixture, html, oneEvent} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {settled} from '../../wait.js';

export const states = (element: Element) =>
  ['connecting', 'connected', 'reconnecting', 'error'].filter((state) => element.matches(`:state(${state})`));

const MODERATOR = html`
  <ot-session engine="fake" session-id="room" token="role=moderator" reconnect="never"></ot-session>
`;

/** An element that has joined. */
export async function joined(template = MODERATOR): Promise<OTSessionElement> {
  const element = await fixture<OTSessionElement>(template);
  if (element.state !== 'connected') await oneEvent(element, 'sessionConnected');
  await settled();
  expect(element.state).to.equal('connected');
  return element;
}
