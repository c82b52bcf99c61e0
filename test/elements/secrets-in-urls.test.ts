// A URL that contains a username or password is neither requested nor printed, wherever an author writes it.
import {expect} from '@open-wc/testing';
import '../../src/auto.js';
import type {SessionError} from '../../src/values/session-error.js';
import {initSession} from '../../src/session/init-session.js';
import {settled, until} from '../wait.js';
import {NOT_VALID, WITH_CREDENTIALS} from '../urls-with-credentials.js';

const SECRET = 'hunter2';
const METHODS = ['debug', 'dir', 'error', 'group', 'info', 'log', 'table', 'trace', 'warn'] as const;

const {fetch, WebSocket, XMLHttpRequest} = globalThis;
const methods = METHODS.map((method) => [method, Reflect.get(console, method)] as const);
/** Console messages and requests. */
let said: string[];
let requested: string[];
let place: HTMLElement;

beforeEach(() => {
  said = [];
  requested = [];
  for (const [method] of methods) {
    Reflect.set(console, method, (...args: unknown[]) => said.push(args.map(everythingOf).join(' ')));
  }
  globalThis.fetch = (input) => (requested.push((input as URL).href), Promise.reject(new TypeError('offline')));
  globalThis.WebSocket = class extends EventTarget {
    constructor(url: string) {
      super();
      requested.push(url);
      throw new SyntaxError('refused');
    }
  } as unknown as typeof WebSocket;
  globalThis.XMLHttpRequest = class {
    open(_: string, url: string) {
      requested.push(url);
      throw new SyntaxError('refused');
    }
  } as unknown as typeof XMLHttpRequest;
  place = document.createElement('main');
  document.body.append(place);
});

afterEach(async () => {
  place.remove();
  await settled();
  await settled();
  for (const [method, own] of methods) Reflect.set(console, method, own);
  Object.assign(globalThis, {fetch, WebSocket, XMLHttpRequest});
  expect(said.join('\n')).not.to.contain(SECRET);
  expect(requested.join('\n')).not.to.contain(SECRET);
});

/** A value as a console prints it: errors with their stacks and causes. */
function everythingOf(value: unknown): string {
  if (!(value instanceof Error)) return value instanceof Element ? value.outerHTML : String(value);
  return [value.message, String(value), value.stack, everythingOf(value.cause), JSON.stringify(value)].join(' ');
}

/** An element with this attribute, once it has failed. */
async function failed(attributes: Record<string, string>): Promise<SessionError> {
  const element = document.createElement('ot-session');
  const errors: SessionError[] = [];
  element.addEventListener('error', ({detail}) => errors.push(detail.error));
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  place.append(element);
  await until(() => errors.length, 'an error');
  expect(element.error).to.equal(errors[0]);
  return errors[0]!;
}

const escape = (text: string) => text.replace(/["&<>\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);

for (const text of [...WITH_CREDENTIALS, ...NOT_VALID]) {
  describe(`The secret in ${JSON.stringify(text)} stays secret`, () => {
    it('in src of a session', async () => {
      const error = await failed({engine: 'local', src: text});
      expect(error.code).to.equal('credentials-invalid');
      expect(everythingOf(error)).not.to.contain(SECRET);
      expect(said).to.have.lengthOf(1);
    });

    it('in service of a session', async () => {
      const error = await failed({engine: 'xmpp', 'session-id': 'lobby', token: 'e30.e30.e30', service: text});
      expect(error.code).to.equal('not-configured');
      expect(everythingOf(error)).not.to.contain(SECRET);
    });

    it('in service of a session set by script', async () => {
      const session = initSession('', 'lobby', {engine: 'xmpp', service: text});
      const error = await session.connect('e30.e30.e30').catch((reason: unknown) => reason as SessionError);
      expect(error?.code).to.equal('not-configured');
      expect(everythingOf(error)).not.to.contain(SECRET);
    });

    it('in src of a count', async () => {
      const count = document.createElement('ot-connection-count');
      count.src = text;
      place.append(count);
      await until(() => said.length, 'a warning');
      expect(said.join()).to.match(/^<ot-connection-count src.* (contains a username|is not a valid URL)/);
    });

    it('in data-ot-src and data-ot-service, which do not become attributes', async () => {
      for (const name of ['src', 'service']) {
        place.innerHTML = `<p data-ot-session data-ot-engine="local" data-ot-${name}="${escape(text)}"></p><p data-ot-connection-count></p>`;
        await until(() => place.querySelector('ot-connection-count'), 'the upgrade');
        expect(place.querySelector('ot-session')).to.equal(null);
      }
    });

    it('in an attribute that takes no URL', async () => {
      const names = [
        'connect-on',
        'reconnect',
        'roster',
        'credentials',
        'count',
        'max',
        'min',
        'notation',
        'refresh',
        'for',
      ];
      for (const [tag, own] of Object.entries({'ot-session': {engine: text}, 'ot-connection-count': {lang: text}})) {
        const element = document.createElement(tag);
        for (const name of names) element.setAttribute(name, text);
        for (const [name, value] of Object.entries(own)) element.setAttribute(name, value);
        element.setAttribute('text-other', '{count} people');
        place.append(element);
      }
      await until(() => said.some((line) => line.includes('no such engine')), 'an error');
      await until(() => said.some((line) => line.includes('for=')), 'a warning');
      expect(said.length).to.be.above(8);
    });
  });
}
