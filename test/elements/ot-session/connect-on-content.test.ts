import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {below, connected, observed} from './element-below.js';

useFakePlatform();
afterEach(() => scrollTo(0, 0));

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
      const element = await below(
        html`<ot-session engine="fake" session-id="room" connect-on="visible">${content}</ot-session>`,
      );
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
