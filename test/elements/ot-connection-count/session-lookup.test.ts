import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import {OTConnectionCountElement} from '../../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {until} from '../../wait.js';
import {EarlyParent} from '../early-parent.js';
import {urlOfSecondCopy} from '../second-copy.js';
import {rendered} from '../rendered.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {logged} from '../../fakes/console.js';
import {modelOf, sessionWithCount, uncountOwn} from './session-with-count.js';

useFakePlatform();

describe('ot-connection-count: finds its session', () => {
  const session = (attributes: Partial<OTSessionElement> = {}) =>
    Object.assign(document.createElement('ot-session'), {engine: 'fake', sessionId: 'room', ...attributes});
  const counter = (attributes: Partial<OTConnectionCountElement> = {}) =>
    Object.assign(document.createElement('ot-connection-count'), attributes);

  /** A count in the first of two sessions, which counts one connection; the second one counts none. */
  async function betweenTwo(host: HTMLElement) {
    const [one, two] = [session({sessionId: 'one'}), session({sessionId: 'two'})];
    const count = counter();
    one.append(count);
    host.append(one, two);
    await rendered();
    uncountOwn(two);
    return {two, count};
  }

  it('by for, anywhere in the same root, in any order', async () => {
    const host = await fixture<HTMLElement>(html`<div></div>`);
    const count = counter({htmlFor: 'later'});
    host.append(count);
    await rendered();
    expect(count.getAttribute('for')).to.equal('later');
    expect(count.value).to.be.NaN;
    host.append(session({id: 'later'}));
    await rendered();
    expect(count.value).to.equal(1);
  });

  it('by for before the nearest, and by forElement before for', async () => {
    const host = await fixture<HTMLElement>(html`<div></div>`);
    const [around, named, given] = [
      session({sessionId: 'around'}),
      session({id: 'named', sessionId: 'named'}),
      session({sessionId: 'given'}),
    ];
    const count = counter();
    around.append(count);
    host.append(around, named, given);
    await rendered();
    uncountOwn(around);
    modelOf(named).on('connectionCreated', () => undefined);
    expect(count.value).to.equal(0);
    count.htmlFor = 'named';
    await rendered();
    expect(count.value).to.equal(1);
    await given.disconnect();
    count.forElement = given;
    expect(count.value).to.be.NaN;
    count.forElement = null;
    expect(count.value).to.equal(1);
    count.htmlFor = '';
    await rendered();
    expect(count.value).to.equal(0);
    expect(count.hasAttribute('for')).to.equal(false);
  });

  it('again when it is renamed, removed, or added', async () => {
    const host = await fixture<HTMLElement>(html`<div></div>`);
    const one = session({id: 'one'});
    const count = counter({htmlFor: 'one'});
    host.append(count, one);
    await rendered();
    expect(count.value).to.equal(1);
    one.id = 'two';
    await rendered();
    expect(count.value).to.be.NaN;
    one.id = 'one';
    await rendered();
    expect(count.value).to.equal(1);
    one.remove();
    await rendered();
    expect(count.value).to.be.NaN;
    host.append(one);
    await rendered();
    expect(count.value).to.equal(1);
  });

  it('when the session is upgraded after the count, around it or referred to', async () => {
    const host = await fixture<HTMLElement>(html`<div></div>`);
    const around = document.createElement('ot-session-upgraded') as OTSessionElement;
    around.setAttribute('engine', 'fake');
    around.setAttribute('session-id', 'room');
    around.id = 'upgraded';
    const [inside, named] = [counter(), counter({htmlFor: 'upgraded'})];
    around.append(inside);
    host.append(around, named);
    await rendered();
    expect([inside.value, named.value]).to.deep.equal([NaN, NaN]);
    expect(logged, 'a tag that may yet be defined is not wrong').to.deep.equal([]);
    class Upgraded extends OTSessionElement {}
    Upgraded.define('ot-session-upgraded');
    await rendered();
    expect([inside.value, named.value]).to.deep.equal([1, 1]);
  });

  it('the nearest one, through slots and out of shadow roots, even closed ones', async () => {
    const host = await fixture<HTMLElement>(html`<div></div>`);
    const light = counter();
    host.append(light);
    const root = host.attachShadow({mode: 'closed'});
    const one = session();
    one.append(document.createElement('slot'));
    root.append(one);
    await rendered();
    expect(light.value).to.equal(1);
    const nested = document.createElement('div');
    const deep = counter();
    nested.attachShadow({mode: 'closed'}).append(deep);
    one.append(nested);
    await rendered();
    expect(deep.value).to.equal(1);
  });

  it('another one when its slot changes', async () => {
    const host = await fixture<HTMLElement>(html`<div></div>`);
    const count = counter();
    host.append(count);
    const root = host.attachShadow({mode: 'open'});
    const [one, two] = [session({sessionId: 'one'}), session({sessionId: 'two'})];
    for (const [i, element] of [one, two].entries()) {
      const slot = document.createElement('slot');
      slot.name = ['', 'other'][i]!;
      element.append(slot);
    }
    root.append(one, two);
    await rendered();
    uncountOwn(two);
    expect(count.value).to.equal(1);
    count.slot = 'other';
    await rendered();
    expect(count.value).to.equal(0);
    count.slot = 'nowhere';
    await rendered();
    expect(count.value).to.be.NaN;
  });

  it('another one when it is moved there; moved with its session, it does not flicker', async () => {
    const host = await fixture<HTMLElement>(html`<div><div></div></div>`);
    const {two, count} = await betweenTwo(host);
    const values: number[] = [];
    count.addEventListener('countchange', () => values.push(count.value));
    two.append(count);
    await rendered();
    expect(values).to.deep.equal([0]);
    host.firstElementChild!.append(two);
    await rendered();
    expect(values).to.deep.equal([0]);
  });

  it('another one when it is moved by moveBefore()', async function () {
    const host = await fixture<HTMLElement>(html`<div></div>`);
    if (!('moveBefore' in host)) this.skip();
    const {two, count} = await betweenTwo(host);
    (two as Element & {moveBefore(node: Node, child: Node | null): void}).moveBefore(count, null);
    await rendered();
    expect(count.value).to.equal(0);
  });

  it('pitfall 12: no longer once removed: it listens to nothing, and is unknown', async () => {
    const {session: one, count} = await sessionWithCount();
    count.remove();
    await rendered();
    expect(count.value).to.be.NaN;
    const values: number[] = [];
    count.addEventListener('countchange', () => values.push(count.value));
    platform.join('a');
    document.documentElement.lang = 'de';
    document.documentElement.lang = 'en';
    await rendered();
    expect(values).to.deep.equal([]);
    one.append(count);
    await rendered();
    expect(values).to.deep.equal([2]);
  });

  it('even if it belongs to another copy of the package', async () => {
    const copy = (await import(urlOfSecondCopy('ot-session/ot-session-element.ts'))) as {
      OTSessionElement: typeof OTSessionElement;
    };
    // only the class is another one, as with two versions that share the registry
    expect(copy.OTSessionElement).not.to.equal(OTSessionElement);
    copy.OTSessionElement.define('ot-session-copy');
    const host = await fixture<HTMLElement>(html`<div></div>`);
    const other = document.createElement('ot-session-copy') as OTSessionElement;
    Object.assign(other, {engine: 'fake', sessionId: 'room'});
    const count = counter();
    other.append(count);
    host.append(other);
    await until(() => count.value === 1, 'the count has found it');
  });
});

describe('Elements that are removed before their connectedCallback has run', () => {
  it('a count that is moved, and rendered again by its parent, keeps its number', async () => {
    const main = await fixture(html`
      <main>
        <ot-session engine="fake" session-id="room"><div></div></ot-session>
      </main>
    `);
    const session = main.querySelector<OTSessionElement>('ot-session')!;
    const parent = new EarlyParent();
    const count = document.createElement('ot-connection-count');
    parent.append(count);
    session.append(parent);
    await rendered();
    await until(() => count.value === 1, 'the session has joined');
    const values: number[] = [];
    count.addEventListener('countchange', () => values.push(count.value));
    parent.whenConnected = () => {
      parent.replaceChildren();
      parent.append(count);
    };
    parent.remove();
    session.querySelector('div')!.append(parent);
    await rendered();
    expect(values).to.deep.equal([]);
    expect(count.value).to.equal(1);
  });
});
