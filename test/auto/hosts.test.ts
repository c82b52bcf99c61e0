import {expect} from '@open-wc/testing';
import type {OTConnectionCountElement} from '../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {platform} from '../fakes/use-fake-platform.js';
import {settled} from '../wait.js';
import {POST, SESSION, attributesOf, countOf, one, scanned, sessionOf, usePage, write} from './page.js';

usePage();

describe('an element that is not a host', () => {
  it('is not touched: editable content, which is saved as is', async () => {
    for (const editable of ['contenteditable', 'contenteditable="true"', 'contenteditable="plaintext-only"']) {
      const region = await write(`<div ${editable}>${POST}<div contenteditable="false">${POST}</div></div>`);
      expect(region.querySelector('ot-session, ot-connection-count'), editable).to.equal(null);
    }
    const region = await write(`<div contenteditable="false">${POST}</div>`);
    one(region, 'ot-session');
  });

  it('is not touched until it is no longer editable', async () => {
    const region = await write(`<div contenteditable>${POST}</div>`);
    region.removeAttribute('contenteditable');
    await scanned();
    one(region, 'ot-session');
    one(region, 'ot-connection-count');
  });

  it('has our elements removed when it becomes editable, or they would be saved', async () => {
    const markup = `<section>${POST}<p ${SESSION} data-ot-connection-count><b>Live</b></p></section>`;
    const region = await write(markup);
    const before = region.outerHTML;
    expect(platform.running).to.equal(1);
    region.contentEditable = 'true';
    await scanned();
    const plain = document.createElement('div');
    plain.innerHTML = markup;
    expect(region.innerHTML).to.equal(plain.firstElementChild!.innerHTML);
    expect(platform.running).to.equal(0);
    region.removeAttribute('contenteditable');
    await scanned();
    expect(region.outerHTML).to.equal(before);
  });

  it('has our elements removed when it is moved into editable content; the page’s own stay', async () => {
    const own = '<ot-session connect-on="manual"></ot-session>';
    const region = await write(`<div contenteditable><p data-ot-session>${own}</p></div>`);
    const post = await write(POST);
    region.append(post);
    await scanned();
    expect(region.innerHTML).to.equal(
      `<p data-ot-session="">${own}</p>${POST.replace(/(data-ot-(session|connection-count)) /g, '$1="" ')}`,
    );
  });

  it('is any element of a page in designMode, from the next change on', async () => {
    const post = await write(POST);
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
    await scanned();
    one(post, 'ot-session');
  });

  it('is not touched: a form, whose fields may be named after members of a host', async () => {
    const form = await write(`<form ${SESSION} data-ot-connection-count><input name="getAttribute" /></form>`);
    expect(form.children.length).to.equal(1);
    one(await write(POST), 'ot-session');
  });

  it('is not touched: a form that a count refers to, or that contains it', async () => {
    const inner =
      '<input name="hasAttribute"><input name="querySelector"><input name="closest"><input name="nodeType">';
    const around = await write(
      `<div ${SESSION}><form data-ot-session>${inner}<i data-ot-connection-count>1</i></form></div>`,
    );
    const named = await write(
      `<p><form id="form" data-ot-session>${inner}</form><i data-ot-connection-count data-ot-for="form">2</i></p>`,
    );
    const after = await write(POST);
    expect(around.querySelector('ot-connection-count')!.forElement).to.equal(sessionOf(around));
    expect(one(document.querySelector('main')!, '[data-ot-for] > ot-connection-count').textContent).to.equal('2');
    expect(named.querySelector('ot-session')).to.equal(null);
    one(after, 'ot-session');
  });

  it('is not touched: the content of a template or a shadow root', async () => {
    const template = (await write(`<template>${POST}</template>`)) as HTMLTemplateElement;
    const host = await write('<div></div>');
    host.attachShadow({mode: 'open'}).innerHTML = POST;
    await scanned();
    expect(template.content.querySelector('ot-session')).to.equal(null);
    expect(host.shadowRoot!.querySelector('ot-session')).to.equal(null);
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

describe('an image named after a member of the document', () => {
  /** Hosts that are added together with such an image, after a scan. */
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
    it(`does not keep hosts from being upgraded: ${name}`, async () => {
      const {image, host, count} = await withImage(name);
      image.remove();
      expect(sessionOf(host)).to.exist;
      expect(countOf(count)!.forElement).to.equal(sessionOf(host));
    });
  }

  it('like any failure of one host, does not keep others from being upgraded', async () => {
    const mocha = window.onerror;
    const received: unknown[] = [];
    window.onerror = (message) => received.push(message);
    try {
      const host = document.createElement('div');
      host.dataset.otSession = '';
      host.prepend = () => {
        throw new Error('no');
      };
      document.querySelector('main')!.append(host);
      one(await write(POST), 'ot-session');
      one(await write(POST), 'ot-connection-count');
      expect(received.join()).to.contain('no');
    } finally {
      window.onerror = mocha;
    }
  });
});

describe('scans for hosts', () => {
  it('run at once when a host is re-rendered, but not forever if something undoes each upgrade', async () => {
    const host = await write('<div data-ot-session data-ot-connect-on="manual"></div>');
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
    // up to eleven times, then after a tenth of a second; timers may be a millisecond early
    expect(times.at(-1)! - times[0]!).to.be.greaterThan(3 * 99);
  });

  it('run at once when a host is re-rendered: it stays in its session, and its count always has a number', async () => {
    const post = await write(POST);
    platform.join('a');
    const place = post.parentElement!;
    const numbers: number[] = [];
    const changed = ({target}: Event) => numbers.push((target as OTConnectionCountElement).value);
    place.addEventListener('countchange', changed, {capture: true});
    const [attempt] = platform.attempts;
    for (let time = 0; time < 3; time++) {
      place.innerHTML = POST;
      await settled();
    }
    await scanned();
    expect(platform.attempts).to.deep.equal([attempt]);
    expect(platform.running).to.equal(1);
    place.removeEventListener('countchange', changed, {capture: true});
    expect(numbers).to.deep.equal([2, 2, 2]);
  });

  it('run at once when the last one is a while ago', async () => {
    await scanned();
    // The end of scanned() is a change itself, which leads to a scan or two within tenths of a second. Timers are late on a
    // busy machine, but in order.
    for (let look = 0; look < 3; look++) await new Promise((resolve) => setTimeout(resolve, 150));
    const host = document.createElement('div');
    host.dataset.otConnectionCount = '';
    document.body.append(host);
    await Promise.resolve();
    expect(countOf(host)).to.exist;
    host.remove();
  });
});
