// Compiled, never run: see test/node/types.test.mjs. A line that must not compile has @ts-expect-error before it.
import type {OTConnectionCountElement, OTSessionElement} from 'ot-elements';
import 'ot-elements/define';

const session: OTSessionElement = document.createElement('ot-session');
const count: OTConnectionCountElement = document.createElement('ot-connection-count');

session.connectOn = 'manual';
// @ts-expect-error -- an enumerated attribute has these values and no others
session.connectOn = 'sometimes';

session.addEventListener('connectionDestroyed', (event) => {
  const reason: string | undefined = event.detail.reason;
  const id: string = event.detail.connection.connectionId;
  // @ts-expect-error -- there is no such member
  event.detail.nobody;
  return [reason, id];
});

const value: number = count.value;
// @ts-expect-error -- the count is read-only
count.value = value;

count.count = 'people';
// @ts-expect-error -- an enumerated attribute has these values and no others
count.count = 'everybody';
count.max = 99;
// @ts-expect-error -- a number, in script
count.max = '99';
count.notation = 'compact';
count.announce = true;
count.src = '/live.json';
count.refresh = 30;
