import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {useFakePlatform, platform} from '../../fakes/use-fake-platform.js';
import {joined} from './joined.js';
import {settled} from '../../wait.js';

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

describe('ot-session has no box, except where HTML hides or shows it', () => {
  async function session(): Promise<{element: OTSessionElement; content: HTMLElement}> {
    const element = await fixture<OTSessionElement>(html`<ot-session connect-on="manual"><p>Inside</p></ot-session>`);
    return {element, content: element.querySelector('p')!};
  }

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

describe('ot-session: commands', () => {
  function command(element: Element, name: string): Event {
    const event = new Event('command', {cancelable: true});
    Object.defineProperty(event, 'command', {value: name});
    element.dispatchEvent(event);
    return event;
  }

  it('--connect and --disconnect are handled in the next task', async () => {
    const element = await joined();
    command(element, '--disconnect');
    expect(element.state).to.equal('connected');
    await settled();
    expect(element.state).to.equal('disconnected');
    command(element, '--connect');
    await settled();
    await settled();
    expect(element.state).to.equal('connected');
  });

  it('a prevented command, or one of the page’s own, is ignored', async () => {
    const element = await joined();
    element.addEventListener('command', (event) => {
      event.preventDefault();
    });
    command(element, '--disconnect');
    command(element, '--dance');
    await settled();
    expect(element.state).to.equal('connected');
  });

  it('a real button sends them, in browsers that have invoker commands', async function () {
    if (!('commandForElement' in HTMLButtonElement.prototype)) this.skip();
    const host = await fixture(html`
      <div>
        <ot-session id="by-button" engine="fake" session-id="room" connect-on="manual"></ot-session>
        <button commandfor="by-button" command="--connect">Join</button>
      </div>
    `);
    host.querySelector('button')!.click();
    host.querySelector('button')!.click();
    await settled();
    await settled();
    expect(platform.running).to.equal(1);
  });
});
