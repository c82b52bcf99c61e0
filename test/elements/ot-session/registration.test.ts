import {expect} from '@open-wc/testing';
import '../../../src/define.js';
import {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {useFakePlatform} from '../../fakes/use-fake-platform.js';
import {joined} from './joined.js';

useFakePlatform();

describe('ot-session: registration', () => {
  it('define() is idempotent, accepts another name, and rejects a name that is taken, naming both classes', () => {
    OTSessionElement.define();
    class Other extends OTSessionElement {}
    Other.define('ot-other-session');
    Other.define('ot-other-session');
    expect(customElements.get('ot-other-session')).to.equal(Other);
    expect(() => {
      Other.define('ot-session');
    })
      .to.throw(Error, 'ot-session')
      .with.property('message')
      .that.contains('OTSessionElement')
      .and.contains('Other');
  });

  it('is accessible', async () => {
    const element = await joined();
    await expect(element).to.be.accessible();
  });
});
