import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {useFakePlatform} from '../../fakes/use-fake-platform.js';

useFakePlatform();

async function session(): Promise<{element: OTSessionElement; content: HTMLElement}> {
  const element = await fixture<OTSessionElement>(html`<ot-session connect-on="manual"><p>Inside</p></ot-session>`);
  return {element, content: element.querySelector('p')!};
}

describe('ot-session is laid out as if it were not there, except where HTML hides or shows it', () => {
  it('has no box of its own', async () => {
    const {element} = await session();
    expect(getComputedStyle(element).display).to.equal('contents');
  });

  it('hidden: its content is not shown', async () => {
    const {element, content} = await session();
    element.hidden = true;
    expect(content.checkVisibility()).to.equal(false);
    element.hidden = false;
    expect(content.checkVisibility()).to.equal(true);
  });

  it('hidden="until-found": its content is not shown, and has a box to be found in', async () => {
    const {element, content} = await session();
    element.setAttribute('hidden', 'until-found');
    expect(getComputedStyle(element).contentVisibility).to.equal('hidden');
    expect(getComputedStyle(element).display).to.equal('block');
    expect(content.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})).to.equal(false);
    element.removeAttribute('hidden');
    expect(content.checkVisibility()).to.equal(true);
    expect(getComputedStyle(element).display).to.equal('contents');
  });

  for (const kind of ['auto', 'manual']) {
    it(`popover="${kind}": it is shown when it is opened, with a box, and only then`, async () => {
      const {element, content} = await session();
      element.setAttribute('popover', kind);
      expect(content.checkVisibility()).to.equal(false);
      element.showPopover();
      expect(content.checkVisibility()).to.equal(true);
      expect(getComputedStyle(element).display).to.equal('block');
      element.hidePopover();
      expect(content.checkVisibility()).to.equal(false);
    });
  }

  it('a popover that is hidden stays so', async () => {
    const {element, content} = await session();
    element.setAttribute('popover', '');
    element.hidden = true;
    expect(content.checkVisibility()).to.equal(false);
  });

  it('the page’s own style comes first', async () => {
    const style = document.createElement('style');
    style.textContent = 'ot-session {display: grid}';
    document.head.append(style);
    const {element} = await session();
    expect(getComputedStyle(element).display).to.equal('grid');
    style.remove();
  });
});
