import {expect} from '@open-wc/testing';
import {platform} from '../fakes/use-fake-platform.js';
import {POST, SESSION, one, scanned, write, attributesOf, countHost, countOf, sessionOf, usePage} from './page.js';

usePage();

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

describe('an element of the page’s own', () => {
  it('stays in a host that does not ask for one', async () => {
    const sessions = await write(
      `<div ${SESSION}><ot-connection-count count="others" text-other="{count}"><b>Live</b></ot-connection-count></div>`,
    );
    const count = countOf(sessions)!;
    const counts = await write(
      '<div data-ot-connection-count>Live<ot-session engine="fake" session-id="own"><p></p></ot-session></div>',
    );
    const session = sessionOf(counts)!;
    await scanned();
    expect(countOf(sessions)).to.equal(count);
    expect(attributesOf(count)).to.deep.equal({count: 'others', 'text-other': '{count}'});
    expect(count.innerHTML).to.equal('<b>Live</b>');
    expect(sessionOf(counts)).to.equal(session);
    expect(session.innerHTML).to.equal('<p></p>');
    expect(platform.attempts.length, 'it joins once').to.equal(2);
  });

  it('stays in a host that stops asking for one, if it was added since', async () => {
    const host = await write(`<div ${SESSION}></div>`);
    const session = document.createElement('ot-session');
    host.replaceChildren(session);
    host.removeAttribute('data-ot-session');
    await scanned();
    expect([...host.childNodes]).to.deep.equal([session]);
  });
});
