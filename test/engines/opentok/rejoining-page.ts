import {expect} from '@open-wc/testing';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import type {Session} from '../../../src/session/session.js';
import {shortenIntervals} from '../../fakes/timers.js';
import {settled} from '../../wait.js';
import {ROOM, page, useOpenTokPage} from '../../fakes/opentok/opentok-page.js';

/** From here on, each test of the file has a page whose session has two members, and reconnects without a delay. */
export function useRejoiningPage(): void {
  let undo: () => void;
  const {random} = Math;
  useOpenTokPage();

  beforeEach(() => {
    undo = shortenIntervals();
    Math.random = () => 0;
    for (const id of ['a', 'b']) page.platform.join(ROOM, id);
  });

  afterEach(() => {
    Math.random = random;
    undo();
  });
}

/** Resolves when all sockets have closed, with all consequences. */
export async function drained(): Promise<void> {
  for (const {drained} of page.platform.sessions) await drained;
  await settled();
  await settled();
}

/** Asserts that the page is in the session by one connection, with the right roster. */
export function expectConnected(session: Session | OTSessionElement): void {
  expect(session.state).to.equal('connected');
  expect(page.connectionsOfPage, 'connections of this page').to.equal(1);
  expect([...session.connections.keys()]).to.have.members(page.platform.members(ROOM).map(({id}) => id));
  expect(session.connectionCount).to.equal(page.truth);
}
