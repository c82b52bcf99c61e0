import {expect} from '@open-wc/testing';
import type {OTConnectionCountElement} from '../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {settled} from '../collect.js';
import {attributesOf, countOf, lookedAt, pageOfEachTest, sessionOf} from './page.js';

const SESSION = 'data-ot-session data-ot-engine="fake" data-ot-session-id="room" data-ot-reconnect="never"';
const POST = `<div ${SESSION}><p>Here: <span data-ot-connection-count data-ot-text-other="{count} here">Live now</span></p></div>`;

const page = pageOfEachTest();

/** The only element in there that may be found by this selector. */
const one = (inside: Element, selector: string) => {
  const found = inside.querySelectorAll<HTMLElement>(selector);
  expect(found.length, selector).to.equal(1);
  return found[0]!;
};
const countHost = (inside: Element) => one(inside, '[data-ot-connection-count]');

describe('a host of a session', () => {
  it('has an ot-session as its first child, with the attributes that it names, and nothing in it is moved', async () => {
    const host = await page.write(`<div ${SESSION}>text<b>child</b></div>`);
    const session = sessionOf(host)!;
    expect(host.firstChild).to.equal(session);
    expect(attributesOf(session)).to.deep.equal({engine: 'fake', 'session-id': 'room', reconnect: 'never'});
    expect([...host.childNodes].map((node) => node.nodeName)).to.deep.equal(['OT-SESSION', '#text', 'B']);
    expect(session.state).to.equal('connected');
    expect(page.platform.attempts.length).to.equal(1);
  });

  it('keeps its own attributes, and its listeners', async () => {
    const own = 'id="own" class="a b" style="color: red" role="status" lang="pl" title="t"';
    const host = await page.write(`<div ${own} ${SESSION}></div>`);
    const before = attributesOf(host);
    expect(Object.keys(before!).length).to.equal(10);
    expect(attributesOf(sessionOf(host))).to.have.all.keys('engine', 'session-id', 'reconnect');
    host.dataset.otSessionId = 'another';
    await lookedAt();
    expect(attributesOf(host)).to.deep.equal({...before, 'data-ot-session-id': 'another'});
  });

  it('has its events come by', async () => {
    const host = await page.write(`<div ${SESSION}></div>`);
    const heard: string[] = [];
    host.addEventListener('connectionCreated', ({type}) => heard.push(type));
    page.platform.join('a');
    expect(heard).to.deep.equal(['connectionCreated']);
  });

  it('is looked at again when one of its attributes changes, and the session is then as that says', async () => {
    const host = await page.write(`<div ${SESSION} data-ot-credentials="omit"></div>`);
    const session = sessionOf(host)!;
    host.setAttribute('data-ot-session-id', 'other');
    host.removeAttribute('data-ot-credentials');
    await lookedAt();
    expect(sessionOf(host)).to.equal(session);
    expect(attributesOf(session)).to.deep.equal({engine: 'fake', 'session-id': 'other', reconnect: 'never'});
    expect(page.platform.attempts.map(({config}) => config.sessionId)).to.deep.equal(['room', 'other']);
    expect(page.platform.running).to.equal(1);
  });

  it('leaves the session when it is removed, and joins again when it is put back, with the element that it had', async () => {
    const host = await page.write(`<div ${SESSION}></div>`);
    const session = sessionOf(host)!;
    const {parentNode} = host;
    host.remove();
    await lookedAt();
    expect(page.platform.running).to.equal(0);
    parentNode!.append(host);
    await lookedAt();
    expect([...host.childNodes]).to.deep.equal([session]);
    expect(page.platform.running).to.equal(1);
  });

  it('stays in the session when it is moved', async () => {
    const host = await page.write(`<div ${SESSION}></div>`);
    host.parentElement!.prepend(host);
    await lookedAt();
    expect(page.platform.attempts.length).to.equal(1);
  });

  it('that has another one’s, as a clone, and is refused its own address, has none', async () => {
    const host = await page.write(`<div ${SESSION}></div>`);
    const clone = host.cloneNode(true) as HTMLElement;
    clone.dataset.otSrc = 'https://evil.example/';
    host.after(clone);
    await lookedAt();
    expect(sessionOf(clone)).to.equal(null);
  });

  it('that is one no longer, has no ot-session', async () => {
    const host = await page.write(`<div ${SESSION}>text</div>`);
    host.removeAttribute('data-ot-session');
    await lookedAt();
    expect(host.innerHTML).to.equal('text');
    expect(page.platform.running).to.equal(0);
  });

  it('whose content is replaced, gets another ot-session', async () => {
    const host = await page.write(`<div ${SESSION}></div>`);
    host.innerHTML = '<p>new</p>';
    await lookedAt();
    expect(host.innerHTML).to.match(/^<ot-session [^>]*><\/ot-session><p>new<\/p>$/);
    expect(page.platform.running).to.equal(1);
  });

  for (const [what, own] of [
    ['ot-session', '<ot-session engine="fake" session-id="own" token="own" reconnect="never" src="/own"></ot-session>'],
    ['ot-session without attributes', '<ot-session></ot-session>'],
  ] as const) {
    it(`that has an ${what} of the page’s own has that one, as it is`, async () => {
      const host = await page.write(`<div ${SESSION}>${own}</div>`);
      expect(host.innerHTML).to.equal(own);
      host.dataset.otSessionId = 'other';
      await lookedAt();
      expect(host.innerHTML).to.equal(own);
      host.removeAttribute('data-ot-session');
      await lookedAt();
      expect(host.innerHTML).to.equal(own);
    });
  }

  it('to which the page adds an ot-session of its own has only that one', async () => {
    const host = await page.write(`<div ${SESSION}></div>`);
    host.insertAdjacentHTML('beforeend', '<ot-session token="own" connect-on="manual"></ot-session>');
    await lookedAt();
    expect(host.innerHTML).to.equal('<ot-session token="own" connect-on="manual"></ot-session>');
  });

  it('that is a template, or in one, is none', async () => {
    const host = await page.write(`<div><template ${SESSION}></template><template id="filled"></template></div>`);
    const filled = one(host, '#filled');
    // as a framework does that does not know templates
    const inside = document.createElement('p');
    inside.dataset.otSession = '';
    filled.append(inside);
    await lookedAt();
    expect(host.querySelectorAll('ot-session').length).to.equal(0);
    expect(page.platform.attempts.length).to.equal(0);
  });
});

describe('a host of a count', () => {
  it('has its content in an ot-connection-count, which shows that until it has a number', async () => {
    page.platform.hang = true;
    const post = await page.write(POST);
    const host = countHost(post);
    expect(one(host, 'ot-connection-count').outerHTML).to.equal(
      '<ot-connection-count data-ot-upgraded="" text-other="{count} here">Live now</ot-connection-count>',
    );
    const count = countOf(host)!;
    expect(count.value).to.be.NaN;
    expect(count.shadowRoot!.querySelector('slot')).to.exist;
    page.platform.hang = false;
    await settled();
    expect(count.value).to.equal(1);
    await count.updateComplete;
    await lookedAt();
    expect(count.shadowRoot!.textContent).to.equal('1 here');
  });

  it('counts the nearest host around it', async () => {
    const outer = await page.write(
      `<div ${SESSION}><div ${SESSION}><i data-ot-connection-count>in</i></div><i data-ot-connection-count>out</i></div>`,
    );
    const inner = outer.querySelector('div')!;
    const [first, second] = [...outer.querySelectorAll('ot-connection-count')];
    expect(first!.forElement).to.equal(sessionOf(inner));
    expect(second!.forElement).to.equal(sessionOf(outer));
  });

  it('in an ot-session, counts that', async () => {
    const outer = await page.write(
      `<div ${SESSION}><p></p><ot-session engine="fake" session-id="inner"><i data-ot-connection-count>0</i></ot-session></div>`,
    );
    // the child there is would be taken for the host's
    outer.querySelector('p')!.append(outer.querySelector('ot-session[session-id=inner]')!);
    await lookedAt();
    const count = outer.querySelector('ot-connection-count')!;
    expect(count.forElement).to.equal(null);
    expect(count.value).to.equal(1);
  });

  it('counts the host that data-ot-for names, wherever and whenever that is in the page', async () => {
    const count = await page.write('<i data-ot-connection-count data-ot-for="later">Live now</i>');
    expect(countOf(count)!.value).to.be.NaN;
    const host = await page.write(`<div ${SESSION}></div>`);
    host.id = 'later';
    await lookedAt();
    expect(countOf(count)!.forElement).to.equal(sessionOf(host));
    expect(countOf(count)!.value).to.equal(1);
    host.id = 'gone';
    await lookedAt();
    expect(countOf(count)!.value).to.be.NaN;
  });

  it('counts the ot-session that data-ot-for names', async () => {
    const count = await page.write('<i data-ot-connection-count data-ot-for="real">Live now</i>');
    await page.write('<ot-session id="real" engine="fake" session-id="room"></ot-session>');
    expect(countOf(count)!.value).to.equal(1);
  });

  it('counts the session that took another one’s place', async () => {
    const post = await page.write(POST);
    sessionOf(post)!.remove();
    await lookedAt();
    expect(countOf(countHost(post))!.forElement).to.equal(sessionOf(post));
    expect(countOf(countHost(post))!.value).to.equal(1);
  });

  it('has its phrases as they are changed', async () => {
    const post = await page.write(POST);
    const host = countHost(post);
    const count = countOf(host)!;
    host.dataset.otTextOther = '{count} now';
    host.dataset.otTextOne = 'one';
    await lookedAt();
    expect(attributesOf(count)).to.deep.equal({'text-other': '{count} now', 'text-one': 'one'});
  });

  it('that is one no longer, has its content as it was', async () => {
    const host = await page.write('<p data-ot-connection-count>Live <b>now</b></p>');
    const [text, bold] = [...countOf(host)!.childNodes];
    host.removeAttribute('data-ot-connection-count');
    await lookedAt();
    expect([...host.childNodes]).to.deep.equal([text, bold]);
  });

  it('has what is added to it in the count, too: a parser may not be through with it', async () => {
    const host = await page.write('<p data-ot-connection-count>Live </p>');
    host.append('now');
    await lookedAt();
    expect(host.innerHTML).to.equal('<ot-connection-count data-ot-upgraded="">Live now</ot-connection-count>');
  });

  it('whose text is set, has the new one in the count', async () => {
    const host = await page.write('<p data-ot-connection-count>Live now</p>');
    host.textContent = 'On air';
    await lookedAt();
    expect(host.innerHTML).to.equal('<ot-connection-count data-ot-upgraded="">On air</ot-connection-count>');
  });

  it('that is one of a session, too, has both; what both read is the session’s', async () => {
    const host = await page.write(
      `<p ${SESSION} data-ot-src="/endpoint" data-ot-text-other="{count}" data-ot-connection-count data-ot-connect-on="manual">Live now</p>`,
    );
    expect([...host.children].map(({localName}) => localName)).to.deep.equal(['ot-session', 'ot-connection-count']);
    expect(countOf(host)!.textContent).to.equal('Live now');
    expect(attributesOf(countOf(host))).to.deep.equal({'text-other': '{count}'});
    expect(countOf(host)!.forElement).to.equal(sessionOf(host));
    expect(sessionOf(host)!.src).to.equal(`${location.origin}/endpoint`);
  });
});

describe('what is done once, is done', () => {
  it('a clone has what its original has, of its own', async () => {
    const post = await page.write(POST);
    const clone = post.cloneNode(true) as HTMLElement;
    post.after(clone);
    await lookedAt();
    expect(clone.outerHTML).to.equal(post.outerHTML);
    expect(countOf(countHost(clone))!.forElement).to.equal(one(clone, 'ot-session'));
    expect(page.platform.attempts.length, 'two elements, one connection').to.equal(1);
  });

  it('markup that is read and written anew is the same', async () => {
    const post = await page.write(POST);
    const before = post.outerHTML;
    // eslint-disable-next-line no-self-assign
    post.innerHTML = post.innerHTML;
    await lookedAt();
    expect(post.outerHTML).to.equal(before);
    expect(countOf(countHost(post))!.value).to.equal(1);
  });

  it('another copy of the code changes nothing', async () => {
    const post = await page.write(POST);
    const [before, session] = [post.outerHTML, sessionOf(post)];
    await import(new URL('../../src/auto.ts?another', import.meta.url).href);
    await lookedAt();
    expect(post.outerHTML).to.equal(before);
    expect(sessionOf(post)).to.equal(session);
    expect(page.platform.attempts.length).to.equal(1);
  });
});

describe('an element of the page’s own', () => {
  it('stays in a host that does not ask for one', async () => {
    const sessions = await page.write(
      `<div ${SESSION}><ot-connection-count count="others" text-other="{count}"><b>Live</b></ot-connection-count></div>`,
    );
    const count = countOf(sessions)!;
    const counts = await page.write(
      '<div data-ot-connection-count>Live<ot-session engine="fake" session-id="own"><p></p></ot-session></div>',
    );
    const session = sessionOf(counts)!;
    await lookedAt();
    expect(countOf(sessions)).to.equal(count);
    expect(attributesOf(count)).to.deep.equal({count: 'others', 'text-other': '{count}'});
    expect(count.innerHTML).to.equal('<b>Live</b>');
    expect(sessionOf(counts)).to.equal(session);
    expect(session.innerHTML).to.equal('<p></p>');
    expect(page.platform.attempts.length, 'it joins once').to.equal(2);
  });

  it('stays in a host that asks for one no longer, if it came since', async () => {
    const host = await page.write(`<div ${SESSION}></div>`);
    const session = document.createElement('ot-session');
    host.replaceChildren(session);
    host.removeAttribute('data-ot-session');
    await lookedAt();
    expect([...host.childNodes]).to.deep.equal([session]);
  });
});

describe('what is no host', () => {
  it('is not touched: editable content, which is saved as it is', async () => {
    for (const editable of ['contenteditable', 'contenteditable="true"', 'contenteditable="plaintext-only"']) {
      const region = await page.write(`<div ${editable}>${POST}<div contenteditable="false">${POST}</div></div>`);
      expect(region.querySelector('ot-session, ot-connection-count'), editable).to.equal(null);
    }
    const region = await page.write(`<div contenteditable="false">${POST}</div>`);
    one(region, 'ot-session');
  });

  it('is not touched, until it is editable no longer', async () => {
    const region = await page.write(`<div contenteditable>${POST}</div>`);
    region.removeAttribute('contenteditable');
    await lookedAt();
    one(region, 'ot-session');
    one(region, 'ot-connection-count');
  });

  it('has nothing of ours in it when it becomes editable: what was put in, would be saved', async () => {
    const markup = `<section>${POST}<p ${SESSION} data-ot-connection-count><b>Live</b></p></section>`;
    const region = await page.write(markup);
    const before = region.outerHTML;
    expect(page.platform.running).to.equal(1);
    region.contentEditable = 'true';
    await lookedAt();
    const plain = document.createElement('div');
    plain.innerHTML = markup;
    expect(region.innerHTML).to.equal(plain.firstElementChild!.innerHTML);
    expect(page.platform.running).to.equal(0);
    region.removeAttribute('contenteditable');
    await lookedAt();
    expect(region.outerHTML).to.equal(before);
  });

  it('has nothing of ours in it when it is moved to where it is editable; what was there, stays', async () => {
    const own = '<ot-session connect-on="manual"></ot-session>';
    const region = await page.write(`<div contenteditable><p data-ot-session>${own}</p></div>`);
    const post = await page.write(POST);
    region.append(post);
    await lookedAt();
    expect(region.innerHTML).to.equal(
      `<p data-ot-session="">${own}</p>${POST.replace(/(data-ot-(session|connection-count)) /g, '$1="" ')}`,
    );
  });

  it('is one where all of the page is editable, from the next change on', async () => {
    const post = await page.write(POST);
    document.designMode = 'on';
    try {
      const other = document.createElement('div');
      other.dataset.otSession = '';
      post.after(other);
      await new Promise((resolve) => setTimeout(resolve, 250));
      expect(sessionOf(other)).to.equal(null);
      expect(post.querySelector('ot-session, ot-connection-count')).to.equal(null);
      other.remove();
    } finally {
      document.designMode = 'off';
    }
    await lookedAt();
    one(post, 'ot-session');
  });

  it('is not touched: a form, whose fields may have the names of what a host is asked', async () => {
    const form = await page.write(`<form ${SESSION} data-ot-connection-count><input name="getAttribute" /></form>`);
    expect(form.children.length).to.equal(1);
    one(await page.write(POST), 'ot-session');
  });

  it('is not touched: a form that a count names, or that is around it', async () => {
    const inner =
      '<input name="hasAttribute"><input name="querySelector"><input name="closest"><input name="nodeType">';
    const around = await page.write(
      `<div ${SESSION}><form data-ot-session>${inner}<i data-ot-connection-count>1</i></form></div>`,
    );
    const named = await page.write(
      `<p><form id="form" data-ot-session>${inner}</form><i data-ot-connection-count data-ot-for="form">2</i></p>`,
    );
    const after = await page.write(POST);
    expect(around.querySelector('ot-connection-count')!.forElement).to.equal(sessionOf(around));
    expect(one(document.querySelector('main')!, '[data-ot-for] > ot-connection-count').textContent).to.equal('2');
    expect(named.querySelector('ot-session')).to.equal(null);
    one(after, 'ot-session');
  });

  it('is not touched: what is in a template or in a shadow root', async () => {
    const template = (await page.write(`<template>${POST}</template>`)) as HTMLTemplateElement;
    const host = await page.write('<div></div>');
    host.attachShadow({mode: 'open'}).innerHTML = POST;
    await lookedAt();
    expect(template.content.querySelector('ot-session')).to.equal(null);
    expect(host.shadowRoot!.querySelector('ot-session')).to.equal(null);
  });
});

describe('an image with the name of what a document is asked', () => {
  /** Hosts, as they come with such an image, and once there was time to look. */
  async function withImage(name: string): Promise<{host: HTMLElement; count: HTMLElement; image: HTMLElement}> {
    const [image, host, count] = [new Image(), document.createElement('div'), document.createElement('p')];
    image.setAttribute('name', name);
    Object.assign(host.dataset, {otSession: '', otConnectOn: 'manual', otSrc: 'session'});
    host.id = name;
    Object.assign(count.dataset, {otConnectionCount: '', otFor: name});
    document.querySelector('main')!.append(image, host, count);
    await aWhile();
    return {image, host, count};
  }
  const aWhile = () => new Promise((resolve) => setTimeout(resolve, 250));

  const names = ['querySelectorAll', 'getElementById', 'createElement', 'designMode', 'baseURI', 'currentScript'];
  for (const name of [...names, 'documentElement', 'body', 'defaultView']) {
    it(`keeps nothing from being a host: ${name}`, async () => {
      const {image, host, count} = await withImage(name);
      image.remove();
      expect(sessionOf(host)).to.exist;
      expect(countOf(count)!.forElement).to.equal(sessionOf(host));
    });
  }

  it('as any other failure of one host, keeps no other one from being upgraded', async () => {
    const mocha = window.onerror;
    const told: unknown[] = [];
    window.onerror = (message) => told.push(message);
    try {
      const host = document.createElement('div');
      host.dataset.otSession = '';
      host.prepend = () => {
        throw new Error('no');
      };
      document.querySelector('main')!.append(host);
      one(await page.write(POST), 'ot-session');
      one(await page.write(POST), 'ot-connection-count');
      expect(told.join()).to.contain('no');
    } finally {
      window.onerror = mocha;
    }
  });
});

describe('how often hosts are looked for', () => {
  it('at once when one is rendered again, but not for ever where somebody undoes it each time', async () => {
    const host = await page.write('<div data-ot-session data-ot-connect-on="manual"></div>');
    const times: number[] = [];
    await new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        const session = sessionOf(host);
        if (!session) return;
        times.push(performance.now());
        if (times.length < 35) {
          session.remove();
          return;
        }
        observer.disconnect();
        resolve();
      });
      observer.observe(host, {childList: true});
      sessionOf(host)!.remove();
    });
    // up to eleven times, then not for a tenth of a second; timers may be a millisecond early
    expect(times.at(-1)! - times[0]!).to.be.greaterThan(3 * 99);
  });

  it('at once when one is rendered again: it stays in its session, and its count has a number all the time', async () => {
    const post = await page.write(POST);
    page.platform.join('a');
    const place = post.parentElement!;
    const numbers: number[] = [];
    const changed = ({target}: Event) => numbers.push((target as OTConnectionCountElement).value);
    place.addEventListener('countchange', changed, {capture: true});
    const [attempt] = page.platform.attempts;
    for (let time = 0; time < 3; time++) {
      place.innerHTML = POST;
      await settled();
    }
    await lookedAt();
    expect(page.platform.attempts).to.deep.equal([attempt]);
    expect(page.platform.running).to.equal(1);
    place.removeEventListener('countchange', changed, {capture: true});
    expect(numbers).to.deep.equal([2, 2, 2]);
  });

  it('at once when the last look is a while ago', async () => {
    await lookedAt();
    // The end of that was a change itself, and is looked at in a tenth of a second, which may lead to another look. Timers
    // are late on a busy machine, but in order: one after another, so that the last look was before the last of them began.
    for (let look = 0; look < 3; look++) await new Promise((resolve) => setTimeout(resolve, 150));
    const host = document.createElement('div');
    host.dataset.otConnectionCount = '';
    document.body.append(host);
    await Promise.resolve();
    expect(countOf(host)).to.exist;
    host.remove();
  });
});
