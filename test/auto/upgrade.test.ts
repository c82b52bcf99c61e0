import {expect} from '@open-wc/testing';
import {platform} from '../fakes/use-fake-platform.js';
import {SESSION, one, scanned, write, attributesOf, sessionOf, usePage, POST, countHost, countOf} from './page.js';
import {settled} from '../wait.js';

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

describe('a host of a count', () => {
  it('has its content moved into an ot-connection-count, which displays it until a number is known', async () => {
    platform.hang = true;
    const post = await write(POST);
    const host = countHost(post);
    expect(one(host, 'ot-connection-count').outerHTML).to.equal(
      '<ot-connection-count data-ot-upgraded="" text-other="{count} here">Live now</ot-connection-count>',
    );
    const count = countOf(host)!;
    expect(count.value).to.be.NaN;
    expect(count.shadowRoot!.querySelector('slot')).to.exist;
    platform.hang = false;
    await settled();
    expect(count.value).to.equal(1);
    await count.updateComplete;
    await scanned();
    expect(count.shadowRoot!.textContent).to.equal('1 here');
  });

  it('counts the nearest host around it', async () => {
    const outer = await write(
      `<div ${SESSION}><div ${SESSION}><i data-ot-connection-count>in</i></div><i data-ot-connection-count>out</i></div>`,
    );
    const inner = outer.querySelector('div')!;
    const [first, second] = [...outer.querySelectorAll('ot-connection-count')];
    expect(first!.forElement).to.equal(sessionOf(inner));
    expect(second!.forElement).to.equal(sessionOf(outer));
  });

  it('inside an ot-session, counts that session', async () => {
    const outer = await write(
      `<div ${SESSION}><p></p><ot-session engine="fake" session-id="inner"><i data-ot-connection-count>0</i></ot-session></div>`,
    );
    // as a child, it would be treated as the host's own
    outer.querySelector('p')!.append(outer.querySelector('ot-session[session-id=inner]')!);
    await scanned();
    const count = outer.querySelector('ot-connection-count')!;
    expect(count.forElement).to.equal(null);
    expect(count.value).to.equal(1);
  });

  it('counts the host that data-ot-for refers to, wherever it is and whenever it is added', async () => {
    const count = await write('<i data-ot-connection-count data-ot-for="later">Live now</i>');
    expect(countOf(count)!.value).to.be.NaN;
    const host = await write(`<div ${SESSION}></div>`);
    host.id = 'later';
    await scanned();
    expect(countOf(count)!.forElement).to.equal(sessionOf(host));
    expect(countOf(count)!.value).to.equal(1);
    host.id = 'gone';
    await scanned();
    expect(countOf(count)!.value).to.be.NaN;
  });

  it('counts the ot-session that data-ot-for refers to', async () => {
    const count = await write('<i data-ot-connection-count data-ot-for="real">Live now</i>');
    await write('<ot-session id="real" engine="fake" session-id="room"></ot-session>');
    expect(countOf(count)!.value).to.equal(1);
  });

  it('counts the session that replaces another one', async () => {
    const post = await write(POST);
    sessionOf(post)!.remove();
    await scanned();
    expect(countOf(countHost(post))!.forElement).to.equal(sessionOf(post));
    expect(countOf(countHost(post))!.value).to.equal(1);
  });

  it('updates its phrases when its attributes change', async () => {
    const post = await write(POST);
    const host = countHost(post);
    const count = countOf(host)!;
    host.dataset.otTextOther = '{count} now';
    host.dataset.otTextOne = 'one';
    await scanned();
    expect(attributesOf(count)).to.deep.equal({'text-other': '{count} now', 'text-one': 'one'});
  });

  it('that stops being a host has its content restored', async () => {
    const host = await write('<p data-ot-connection-count>Live <b>now</b></p>');
    const [text, bold] = [...countOf(host)!.childNodes];
    host.removeAttribute('data-ot-connection-count');
    await scanned();
    expect([...host.childNodes]).to.deep.equal([text, bold]);
  });

  it('moves content that is added later, as by a parser, into the count', async () => {
    const host = await write('<p data-ot-connection-count>Live </p>');
    host.append('now');
    await scanned();
    expect(host.innerHTML).to.equal('<ot-connection-count data-ot-upgraded="">Live now</ot-connection-count>');
  });

  it('moves a new textContent into the count', async () => {
    const host = await write('<p data-ot-connection-count>Live now</p>');
    host.textContent = 'On air';
    await scanned();
    expect(host.innerHTML).to.equal('<ot-connection-count data-ot-upgraded="">On air</ot-connection-count>');
  });

  it('that is also a host of a session has both; attributes that both read go to the session', async () => {
    const host = await write(
      `<p ${SESSION} data-ot-src="/endpoint" data-ot-text-other="{count}" data-ot-connection-count data-ot-connect-on="manual">Live now</p>`,
    );
    expect([...host.children].map(({localName}) => localName)).to.deep.equal(['ot-session', 'ot-connection-count']);
    expect(countOf(host)!.textContent).to.equal('Live now');
    expect(attributesOf(countOf(host))).to.deep.equal({'text-other': '{count}'});
    expect(countOf(host)!.forElement).to.equal(sessionOf(host));
    expect(sessionOf(host)!.src).to.equal(`${location.origin}/endpoint`);
  });
});

describe('an upgrade happens once', () => {
  it('a clone has its own elements, like its original', async () => {
    const post = await write(POST);
    const clone = post.cloneNode(true) as HTMLElement;
    post.after(clone);
    await scanned();
    expect(clone.outerHTML).to.equal(post.outerHTML);
    expect(countOf(countHost(clone))!.forElement).to.equal(one(clone, 'ot-session'));
    expect(platform.attempts.length, 'two elements, one connection').to.equal(1);
  });

  it('markup that is serialized and parsed again is the same', async () => {
    const post = await write(POST);
    const before = post.outerHTML;
    // eslint-disable-next-line no-self-assign
    post.innerHTML = post.innerHTML;
    await scanned();
    expect(post.outerHTML).to.equal(before);
    expect(countOf(countHost(post))!.value).to.equal(1);
  });

  it('a second copy of the code changes nothing', async () => {
    const post = await write(POST);
    const [before, session] = [post.outerHTML, sessionOf(post)];
    await import(new URL('../../src/auto.ts?another', import.meta.url).href);
    await scanned();
    expect(post.outerHTML).to.equal(before);
    expect(sessionOf(post)).to.equal(session);
    expect(platform.attempts.length).to.equal(1);
  });
});
