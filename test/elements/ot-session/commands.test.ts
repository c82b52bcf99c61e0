import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import {settled} from '../../wait.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {joined} from './joined.js';

useFakePlatform();

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
