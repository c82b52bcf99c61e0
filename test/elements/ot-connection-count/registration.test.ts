import {expect} from '@open-wc/testing';
import '../../../src/define.js';
import {OTConnectionCountElement} from '../../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {urlOfSecondCopy} from '../second-copy.js';
import {rendered} from '../rendered.js';
import {useFakePlatform} from '../../fakes/use-fake-platform.js';
import {sessionWithCount} from './session-with-count.js';

useFakePlatform();

describe('ot-connection-count: registration', () => {
  it('pitfall 16: loading the defining modules twice does not throw', async () => {
    await import(urlOfSecondCopy('ot-session/ot-session-element-define.ts'));
    await import(urlOfSecondCopy('ot-connection-count/ot-connection-count-element-define.ts'));
    expect(customElements.get('ot-connection-count')).to.equal(OTConnectionCountElement);
  });

  it('is accessible, with a known and an unknown number', async () => {
    const {host, session} = await sessionWithCount();
    await expect(host).to.be.accessible();
    await session.disconnect();
    await rendered();
    await expect(host).to.be.accessible();
  });
});
