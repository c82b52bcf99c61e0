import {expect, fixture, html} from '@open-wc/testing';
import '../../src/define.js';
import type {OTConnectionCountElement} from '../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {displayed, rendered} from './rendered.js';
import {platform, useFakePlatform} from '../fakes/use-fake-platform.js';

const made: Element[] = [];
// adopting a document's content does not notify the element
afterEach(() => {
  for (const element of made.splice(0)) element.remove();
});
useFakePlatform();

/** The body of another document of this page, such as a frame or a picture-in-picture window. */
async function elsewhere(): Promise<HTMLElement> {
  const frame = await fixture<HTMLIFrameElement>(html`<iframe title="Elsewhere"></iframe>`);
  const {body} = frame.contentDocument!;
  body.lang = 'en';
  return body;
}

function make(attributes: Partial<OTConnectionCountElement> = {}) {
  const session = document.createElement('ot-session');
  Object.assign(session, {engine: 'fake', sessionId: 'room'});
  const count = document.createElement('ot-connection-count');
  Object.assign(count, {textContent: 'Live now', ...attributes});
  session.append(count);
  made.push(session);
  return {session, count};
}

const display = (element: Element) => element.ownerDocument.defaultView!.getComputedStyle(element).display;

describe('Elements in a document other than the one that created them', () => {
  it('created here and inserted there: the session joins and is counted, without a box', async () => {
    const body = await elsewhere();
    const {session, count} = make();
    body.append(session);
    await rendered();
    expect([session.state, displayed(count), display(session)]).to.deep.equal(['connected', '1', 'contents']);
  });

  it('moved there while connected: the session stays connected, without a box; hidden, it is not shown', async () => {
    const body = await elsewhere();
    const {session, count} = make();
    document.body.append(session);
    await rendered();
    body.append(session);
    platform.join('a');
    await rendered();
    expect([session.state, displayed(count), display(session)]).to.deep.equal(['connected', '2', 'contents']);
    expect(platform.attempts).to.have.lengthOf(1);
    session.hidden = true;
    expect(display(session)).to.equal('none');
    document.body.append(session);
    session.hidden = false;
    await rendered();
    expect([session.state, displayed(count), display(session)]).to.deep.equal(['connected', '2', 'contents']);
    expect((session.renderRoot as ShadowRoot).adoptedStyleSheets).to.have.lengthOf(1);
  });

  it('moved into a document without a window, and back: it stays connected, or joins again', async () => {
    const {session, count} = make({announce: true});
    document.body.append(session);
    await rendered();
    document.implementation.createHTMLDocument().body.append(session);
    await rendered();
    document.body.append(session);
    await rendered();
    expect([session.state, displayed(count), display(session)]).to.deep.equal(['connected', '1', 'contents']);
  });

  it('a count with announce: its announcements are visually hidden there, too', async () => {
    const body = await elsewhere();
    const {session, count} = make({announce: true});
    document.body.append(session);
    const region = async () => {
      await rendered();
      while (!count.shadowRoot!.querySelector('[role=status]')) await rendered();
      const {width, height} = count.shadowRoot!.querySelector('[role=status]')!.getBoundingClientRect();
      return [width, height];
    };
    expect(await region()).to.deep.equal([1, 1]);
    body.append(session);
    expect(await region()).to.deep.equal([1, 1]);
    document.body.append(session);
    expect(await region()).to.deep.equal([1, 1]);
    expect(count.shadowRoot!.adoptedStyleSheets).to.have.lengthOf(1);
  });

  it('a count that gets announce only there', async () => {
    const body = await elsewhere();
    const {session, count} = make();
    body.append(session);
    await rendered();
    count.announce = true;
    while (!count.shadowRoot!.querySelector('[role=status]')) await rendered();
    platform.join('a');
    await rendered();
    expect(displayed(count)).to.equal('2');
  });
});
