import {expect} from '@open-wc/testing';
import {settled} from '../../wait.js';
import {ROOM, page, useOpenTokPage} from '../../fakes/opentok/opentok-page.js';

/** From here on, each test of the file has a page with the vendor's SDK, on which it leaves nothing behind. */
export function useTrapPage(): void {
  const {random} = Math;
  useOpenTokPage();

  afterEach(async function () {
    Math.random = random;
    await settled();
    if (this.currentTest?.isFailed()) return;
    for (const session of page.platform.sessions) {
      expect(session.listenerCount(), 'listeners left behind').to.equal(0);
      expect(session.bareOffs, 'off() without a handler').to.equal(0);
    }
    expect(page.truth, 'connections left behind').to.equal(0);
  });
}

/** Adds four other members; returns their ids. */
export function others(): string[] {
  const ids = ['a', 'b', 'c', 'd'];
  for (const id of ids) page.platform.join(ROOM, id);
  return ids;
}

export function leave(...ids: string[]): void {
  for (const id of ids) page.platform.leave(ROOM, id);
}
