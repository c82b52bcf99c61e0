import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {settled} from '../../wait.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {logged} from '../../fakes/console.js';
import {below, connected, far, observed} from './element-below.js';

useFakePlatform();
afterEach(() => scrollTo(0, 0));

describe('ot-session: connect-on="visible"', () => {
  for (const [what, content] of [
    ['empty', ''],
    ['with nothing but text', 'Live now'],
    ['with a box in it', html`<p>Live now</p>`],
    ['with a count in it', html`<ot-connection-count></ot-connection-count>`],
  ] as const) {
    it(`joins when it comes into view, ${what}, and leaves nothing behind`, async () => {
      const element = await below(content);
      expect(platform.attempts.length).to.equal(0);
      element.parentElement!.scrollIntoView();
      await connected(element);
      expect(element.shadowRoot!.childElementCount).to.equal(1);
      expect(logged).to.deep.equal([]);
    });
  }

  for (const [what, content] of [
    ['empty', ''],
    ['with a count in it', html`<ot-connection-count></ot-connection-count>`],
  ] as const) {
    it(`joins when a box that scrolls brings it into view, not before, ${what}`, async () => {
      const box = await fixture<HTMLElement>(
        html`<div style="overflow: auto; height: 100px">
          <div style="height: 300px"></div>
          <section style="height: 50px">
            <ot-session engine="fake" session-id="room" connect-on="visible">${content}</ot-session>
          </section>
          <div style="height: 3000px"></div>
        </div>`,
      );
      await observed();
      expect(platform.attempts.length).to.equal(0);
      box.scrollTop = 300;
      await connected(box.querySelector('ot-session')!);
    });
  }

  it('joins in its new place when it is moved while it waits', async () => {
    const page = await fixture<HTMLElement>(
      html`<div>
        <section id="here" style="height: 20px"></section>
        ${far}
        <section id="there" style="height: 20px">
          <ot-session engine="fake" session-id="room" connect-on="visible"></ot-session>
        </section>
      </div>`,
    );
    await observed();
    expect(platform.attempts.length).to.equal(0);
    const element = page.querySelector('ot-session')!;
    page.querySelector('#here')!.append(element);
    await connected(element);
    expect(platform.attempts.length).to.equal(1);
  });

  it('joins at once when it is in view', async () => {
    const element = await fixture<OTSessionElement>(
      html`<ot-session engine="fake" session-id="room" connect-on="visible"></ot-session>`,
    );
    await connected(element);
  });

  it('joins when the middle of what is in it comes into view', async () => {
    const element = await below(html`<div style="display: contents">${far}<b>here</b>${far}</div>`);
    element.querySelector('b')!.scrollIntoView();
    await connected(element);
  });

  it('joins when content that was added later comes into view', async () => {
    const element = await below();
    const late = document.createElement('p');
    late.style.marginTop = '9000px';
    late.textContent = 'Live now';
    element.append(late);
    await observed();
    late.scrollIntoView();
    await connected(element);
  });

  it('does not join while it is hidden', async () => {
    const element = await fixture<OTSessionElement>(
      html`<ot-session engine="fake" session-id="room" connect-on="visible" hidden>Live now</ot-session>`,
    );
    await observed();
    expect(platform.attempts.length).to.equal(0);
    element.hidden = false;
    await connected(element);
  });

  it('takes no space in a flex container', async () => {
    const box = await fixture<HTMLElement>(
      html`<div style="display: inline-flex; gap: 50px">
        <ot-session engine="fake" session-id="room" connect-on="visible"><b>a</b><b>b</b></ot-session>
      </div>`,
    );
    const element = box.querySelector('ot-session')!;
    const before = box.getBoundingClientRect().width;
    await connected(element);
    expect(box.getBoundingClientRect().width).to.equal(before);
  });

  it('connect() takes precedence, and after disconnect() it does not join', async () => {
    const element = await below('Live now');
    await element.connect();
    expect(platform.attempts.length).to.equal(1);
    await element.disconnect();
    element.parentElement!.scrollIntoView();
    await observed();
    expect(platform.attempts.length).to.equal(1);
  });

  it('disconnect() ends the wait', async () => {
    const element = await fixture<OTSessionElement>(
      html`<ot-session engine="fake" session-id="room" connect-on="visible" hidden>Live now</ot-session>`,
    );
    await observed();
    await element.disconnect();
    element.hidden = false;
    await observed();
    expect(platform.attempts.length).to.equal(0);
    expect(element.shadowRoot!.childElementCount).to.equal(1);
  });

  it('pitfall 12: stops waiting when it is removed, and waits again when it is inserted again', async () => {
    const element = await below('Live now');
    const parent = element.parentElement!;
    element.remove();
    await settled();
    expect(element.shadowRoot!.childElementCount).to.equal(1);
    parent.prepend(element);
    parent.scrollIntoView();
    await connected(element);
    expect(platform.attempts.length).to.equal(1);
  });

  it('joins once, with the latest configuration, if that changes while it waits', async () => {
    const element = await fixture<OTSessionElement>(
      html`<ot-session engine="fake" session-id="room" connect-on="visible" hidden>Live now</ot-session>`,
    );
    await observed();
    element.sessionId = 'other';
    await observed();
    element.hidden = false;
    await connected(element);
    await observed();
    expect(platform.attempts.map(({config}) => config.sessionId)).to.deep.equal(['other']);
  });

  it('joins at once when changed to load, and not at all when changed to manual', async () => {
    const [one, two] = await Promise.all(
      ['one', 'two'].map((id) =>
        fixture<OTSessionElement>(
          html`<ot-session engine="fake" session-id=${id} connect-on="visible" hidden>Live now</ot-session>`,
        ),
      ),
    );
    await observed();
    one!.connectOn = 'load';
    two!.connectOn = 'manual';
    await settled();
    two!.hidden = false;
    await observed();
    expect(platform.attempts.map(({config}) => config.sessionId)).to.deep.equal(['one']);
  });

  it('has no effect with a session of the page’s own', async () => {
    const element = await below('Live now');
    element.session = null;
    element.parentElement!.scrollIntoView();
    await observed();
    expect(platform.attempts.length).to.equal(0);
  });
});

describe('ot-session: connect-on="visible": its content is everything that generates a box, text included', () => {
  const text = 'Who is here: see the list.';
  const CONTENTS: Record<string, unknown> = {
    'text beside a template': html`${text}<template><p>Later</p></template>`,
    'text beside a style': html`${text}<style></style>`,
    'text beside JSON': html`${text}
      <script type="application/json">
        {}
      </script>`,
    'text beside what is hidden': html`${text}
      <p hidden>Offline</p>`,
    'text beside what a style hides': html`<p style="display: none">Offline</p>
      ${text}`,
    'text in what has no box either': html`<span style="display: contents"
      ><i style="display: contents">${text}</i></span
    >`,
    'text after what comes into view later': html`${text}
      <div style="position: absolute; left: -9999px">x</div>`,
    'an image': html`<img alt="" width="1" height="1" /><template></template>`,
    'nothing but a template': html`<template>Later</template>`,
  };
  for (const [what, content] of Object.entries(CONTENTS)) {
    it(`joins when ${what} comes into view, not before`, async () => {
      const element = await below(content);
      expect(platform.attempts.length).to.equal(0);
      element.parentElement!.scrollIntoView();
      await connected(element);
      expect(element.shadowRoot!.childElementCount).to.equal(1);
    });
  }

  it('does not join for hidden content until it is shown, deep in elements without a box', async () => {
    const element = await fixture<OTSessionElement>(
      html`<ot-session engine="fake" session-id="room" connect-on="visible"
        ><span style="display: contents"><b hidden>Here</b></span></ot-session
      >`,
    );
    await observed();
    expect(platform.attempts.length).to.equal(0);
    element.querySelector('b')!.hidden = false;
    await connected(element);
  });

  it('joins when an element without a box gets content in view', async () => {
    const element = await fixture<OTSessionElement>(
      html`<ot-session engine="fake" session-id="room" connect-on="visible"
        ><b hidden></b><span style="display: contents"></span
      ></ot-session>`,
    );
    await observed();
    expect(platform.attempts.length).to.equal(0);
    element.querySelector('span')!.append('Here');
    await connected(element);
  });

  it('does not add a gap for the text of a flex container', async () => {
    const container = await fixture<HTMLElement>(
      html`<div style="display: inline-flex; gap: 50px">
        <ot-session engine="fake" session-id="room" connect-on="visible" style="visibility: hidden"
          >x<b hidden></b
        ></ot-session>
      </div>`,
    );
    const {width} = container.getBoundingClientRect();
    await observed();
    expect(container.getBoundingClientRect().width).to.equal(width);
    expect(width).to.be.lessThan(50);
  });
});
