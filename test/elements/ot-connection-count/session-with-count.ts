import {fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTConnectionCountElement} from '../../../src/elements/ot-connection-count/ot-connection-count-element.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import type {Session} from '../../../src/session/session.js';
import {until} from '../../wait.js';
import {rendered} from '../rendered.js';

export async function sessionWithCount(
  template = html`<ot-connection-count>Live now</ot-connection-count>`,
  token = '',
) {
  const host = await fixture<HTMLElement>(html`
    <div lang="en">
      <ot-session id="s" engine="fake" session-id="room" reconnect="never" token=${token}>${template}</ot-session>
    </div>
  `);
  await rendered();
  return {
    host,
    session: host.querySelector<OTSessionElement>('ot-session')!,
    count: host.querySelector<OTConnectionCountElement>('ot-connection-count')!,
  };
}

export const modelOf = (session: OTSessionElement) => session.session as Session;

/** Makes a session no longer count its own connection. */
export const uncountOwn = (session: OTSessionElement) => modelOf(session).uncount(session.connection!);

/** Resolves when the count has this value, and has rendered it. */
export async function becomes(count: OTConnectionCountElement, value: number): Promise<void> {
  await until(() => Object.is(count.value, value), `the number is ${value}`);
  await rendered();
}
