import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {useFakePlatform} from '../../fakes/use-fake-platform.js';

useFakePlatform();

async function session(): Promise<{element: OTSessionElement; content: HTMLElement}> {
  const element = await fixture<OTSessionElement>(html`<ot-session connect-on="manual"><p>Inside</p></ot-session>`);
  return {element, content: element.querySelector('p')!};
}

describe('ot-session has no box, except where HTML hides or shows it', () => {
  it('has no box of its own', async () => {
    const {element} = await session();
    expect(getComputedStyle(element).display).to.equal('contents');
  });

  it('hidden hides its content', async () => {
    const {element, content} = await session();
    element.hidden = true;
    expect(content.checkVisibility()).to.equal(false);
    element.hidden = false;
    expect(content.checkVisibility()).to.equal(true);
  });

  it('hidden="until-found" hides its content, with a box that can be searched', async () => {
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
    it(`popover="${kind}": it is shown, with a box, only while it is open`, async () => {
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

  it('a hidden popover stays hidden', async () => {
    const {element, content} = await session();
    element.setAttribute('popover', '');
    element.hidden = true;
    expect(content.checkVisibility()).to.equal(false);
  });

  it('the page’s own style takes precedence', async () => {
    const style = document.createElement('style');
    style.textContent = 'ot-session {display: grid}';
    document.head.append(style);
    const {element} = await session();
    expect(getComputedStyle(element).display).to.equal('grid');
    style.remove();
  });
});
