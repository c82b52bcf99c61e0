import {fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {settled, until} from '../../wait.js';

export const far = html`<div style="height: 5000px"></div>`;

/** An element with `connect-on="visible"` and this content, far below the viewport. */
export async function below(content: unknown = ''): Promise<OTSessionElement> {
  const page = await fixture<HTMLElement>(
    html`<div>
      ${far}
      <section style="height: 20px">
        <ot-session engine="fake" session-id="room" connect-on="visible">${content}</ot-session>
      </section>
      ${far}
    </div>`,
  );
  await observed();
  return page.querySelector('ot-session')!;
}

/** Resolves when the browser has computed intersections, as it does after each frame. */
export async function observed(): Promise<void> {
  for (let times = 0; times < 2; times++) {
    await new Promise<void>((resolve) => {
      const observer = new IntersectionObserver(() => {
        observer.disconnect();
        resolve();
      });
      observer.observe(document.body);
    });
  }
  await settled();
}

export const connected = (element: OTSessionElement) => until(() => element.state === 'connected', 'it joins');
