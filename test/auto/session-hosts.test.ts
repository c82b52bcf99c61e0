import {expect} from '@open-wc/testing';
import {platform} from '../fakes/use-fake-platform.js';
import {SESSION, one, scanned, write, attributesOf, sessionOf, usePage} from './page.js';

usePage();

describe('a host of a session', () => {
  it('gets an ot-session as its first child, with the attributes it specifies, and nothing in it is moved', async () => {
    const host = await write(`<div ${SESSION}>text<b>child</b></div>`);
    const session = sessionOf(host)!;
    expect(host.firstChild).to.equal(session);
    expect(attributesOf(session)).to.deep.equal({engine: 'fake', 'session-id': 'room', reconnect: 'never'});
    expect([...host.childNodes].map((node) => node.nodeName)).to.deep.equal(['OT-SESSION', '#text', 'B']);
    expect(session.state).to.equal('connected');
    expect(platform.attempts.length).to.equal(1);
  });

  it('keeps its own attributes', async () => {
    const own = 'id="own" class="a b" style="color: red" role="status" lang="pl" title="t"';
    const host = await write(`<div ${own} ${SESSION}></div>`);
    const before = attributesOf(host);
    expect(Object.keys(before!).length).to.equal(10);
    expect(attributesOf(sessionOf(host))).to.have.all.keys('engine', 'session-id', 'reconnect');
    host.dataset.otSessionId = 'another';
    await scanned();
    expect(attributesOf(host)).to.deep.equal({...before, 'data-ot-session-id': 'another'});
  });

  it('receives the session’s events as they bubble', async () => {
    const host = await write(`<div ${SESSION}></div>`);
    const received: string[] = [];
    host.addEventListener('connectionCreated', ({type}) => received.push(type));
    platform.join('a');
    expect(received).to.deep.equal(['connectionCreated']);
  });

  it('updates the session when one of its attributes changes', async () => {
    const host = await write(`<div ${SESSION} data-ot-credentials="omit"></div>`);
    const session = sessionOf(host)!;
    host.setAttribute('data-ot-session-id', 'other');
    host.removeAttribute('data-ot-credentials');
    await scanned();
    expect(sessionOf(host)).to.equal(session);
    expect(attributesOf(session)).to.deep.equal({engine: 'fake', 'session-id': 'other', reconnect: 'never'});
    expect(platform.attempts.map(({config}) => config.sessionId)).to.deep.equal(['room', 'other']);
    expect(platform.running).to.equal(1);
  });

  it('leaves the session when it is removed, and joins again with the same element when it is inserted again', async () => {
    const host = await write(`<div ${SESSION}></div>`);
    const session = sessionOf(host)!;
    const {parentNode} = host;
    host.remove();
    await scanned();
    expect(platform.running).to.equal(0);
    parentNode!.append(host);
    await scanned();
    expect([...host.childNodes]).to.deep.equal([session]);
    expect(platform.running).to.equal(1);
  });

  it('stays in the session when it is moved', async () => {
    const host = await write(`<div ${SESSION}></div>`);
    host.parentElement!.prepend(host);
    await scanned();
    expect(platform.attempts.length).to.equal(1);
  });

  it('that is a clone, and whose own URL is rejected, has no ot-session', async () => {
    const host = await write(`<div ${SESSION}></div>`);
    const clone = host.cloneNode(true) as HTMLElement;
    clone.dataset.otSrc = 'https://evil.example/';
    host.after(clone);
    await scanned();
    expect(sessionOf(clone)).to.equal(null);
  });

  it('that stops being a host has its ot-session removed', async () => {
    const host = await write(`<div ${SESSION}>text</div>`);
    host.removeAttribute('data-ot-session');
    await scanned();
    expect(host.innerHTML).to.equal('text');
    expect(platform.running).to.equal(0);
  });

  it('whose content is replaced gets another ot-session', async () => {
    const host = await write(`<div ${SESSION}></div>`);
    host.innerHTML = '<p>new</p>';
    await scanned();
    expect(host.innerHTML).to.match(/^<ot-session [^>]*><\/ot-session><p>new<\/p>$/);
    expect(platform.running).to.equal(1);
  });

  for (const [what, own] of [
    ['ot-session', '<ot-session engine="fake" session-id="own" token="own" reconnect="never" src="/own"></ot-session>'],
    ['ot-session without attributes', '<ot-session></ot-session>'],
  ] as const) {
    it(`that contains an ${what} of the page’s own leaves that as it is`, async () => {
      const host = await write(`<div ${SESSION}>${own}</div>`);
      expect(host.innerHTML).to.equal(own);
      host.dataset.otSessionId = 'other';
      await scanned();
      expect(host.innerHTML).to.equal(own);
      host.removeAttribute('data-ot-session');
      await scanned();
      expect(host.innerHTML).to.equal(own);
    });
  }

  it('to which the page adds its own ot-session has only that one', async () => {
    const host = await write(`<div ${SESSION}></div>`);
    host.insertAdjacentHTML('beforeend', '<ot-session token="own" connect-on="manual"></ot-session>');
    await scanned();
    expect(host.innerHTML).to.equal('<ot-session token="own" connect-on="manual"></ot-session>');
  });

  it('is never a template, or inside one', async () => {
    const host = await write(`<div><template ${SESSION}></template><template id="filled"></template></div>`);
    const filled = one(host, '#filled');
    // like a framework that does not support templates
    const inside = document.createElement('p');
    inside.dataset.otSession = '';
    filled.append(inside);
    await scanned();
    expect(host.querySelectorAll('ot-session').length).to.equal(0);
    expect(platform.attempts.length).to.equal(0);
  });
});
