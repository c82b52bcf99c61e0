import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {settled} from '../../wait.js';
import {FakeOpenTok} from '../../fakes/opentok/fake-opentok.js';

// a separate file, so that no other test has loaded the engine

const requested = (name: string) =>
  performance.getEntriesByType('resource').filter((entry) => entry.name.includes(name)).length;

describe('The opentok engine and its SDK', () => {
  it('are loaded when an element is about to connect, and not before', async () => {
    const added: Node[] = [];
    const OT = new FakeOpenTok().page();
    document.head.append = (script) => {
      added.push(script as Node);
      Object.assign(window, {OT});
      setTimeout(() => (script as Node).dispatchEvent(new Event('load')));
    };
    const element = await fixture<OTSessionElement>(
      html`<ot-session api-key="123" session-id="room" connect-on="manual">
        <ot-connection-count text-other="{count} here">nobody knows</ot-connection-count>
      </ot-session>`,
    );
    element.token = 'data=me';
    await settled();
    expect([requested('opentok-engine'), added.length]).to.deep.equal([0, 0]);
    await element.connect();
    expect(requested('opentok-engine')).to.equal(1);
    expect(added).to.have.lengthOf(1);
    expect(element.connectionCount).to.equal(1);
    await element.disconnect();
    Reflect.deleteProperty(document.head, 'append');
  });
});
