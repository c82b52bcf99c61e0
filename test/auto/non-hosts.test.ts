import {expect} from '@open-wc/testing';
import {platform} from '../fakes/use-fake-platform.js';
import {POST, SESSION, one, scanned, write, sessionOf, usePage} from './page.js';

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
