import {expect} from '@open-wc/testing';
import '../../../src/define.js';
import {OTConnectionCountElement} from '../../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {another, drawn, useFakePlatform} from '../fake-page.js';
import {both} from './session-with-count.js';

useFakePlatform();

describe('ot-connection-count: registration', () => {
  it('pitfall 16: the defining module twice, as two copies of the script, does not throw', async () => {
    await import(another('ot-session/ot-session-element-define.ts'));
    await import(another('ot-connection-count/ot-connection-count-element-define.ts'));
    expect(customElements.get('ot-connection-count')).to.equal(OTConnectionCountElement);
  });

  it('is accessible, known and unknown', async () => {
    const {host, session} = await both();
    await expect(host).to.be.accessible();
    await session.disconnect();
    await drawn();
    await expect(host).to.be.accessible();
  });
});
