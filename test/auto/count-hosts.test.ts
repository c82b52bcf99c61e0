import {expect} from '@open-wc/testing';
import {settled} from '../wait.js';
import {platform} from '../fakes/use-fake-platform.js';
import {POST, SESSION, one, scanned, write, attributesOf, countHost, countOf, sessionOf, usePage} from './page.js';

usePage();

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
