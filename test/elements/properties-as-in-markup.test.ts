import {expect, fixture, html} from '@open-wc/testing';
import '../../src/define.js';
import {OTConnectionCountElement} from '../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {OTSessionElement} from '../../src/elements/ot-session/ot-session-element.js';
import {settled} from '../wait.js';
import {platform, useFakePlatform} from '../fakes/use-fake-platform.js';
import {logged} from '../fakes/console.js';

useFakePlatform();

/** Values that script may set, besides strings. */
const VALUES: (string | number | boolean | symbol | URL | string[] | null | undefined)[] = [
  undefined,
  null,
  '',
  'nonsense',
  'Manual',
  'NEVER',
  'None',
  'Include',
  'People',
  'Compact',
  0,
  7,
  '7',
  -1,
  2.5,
  NaN,
  Infinity,
  false,
  true,
  new URL('https://example.com/a?b=c'),
  ['room'],
  Symbol.for('room'),
];

describe('a property set by script is converted like its attribute', () => {
  for (const elementClass of [OTSessionElement, OTConnectionCountElement]) {
    const tag = elementClass === OTSessionElement ? 'ot-session' : 'ot-connection-count';
    // Lit's own list, so that none is missing
    const properties = [...elementClass.elementProperties]
      .map(([name, options]) => ({name: name as string, options: options}))
      .filter(({options}) => options.attribute !== false);

    for (const {name, options} of properties) {
      const attribute = typeof options.attribute === 'string' ? options.attribute : name.toLowerCase();
      const fresh = () => document.createElement(tag) as unknown as Record<string, unknown> & Element;

      if (options.type === Boolean) {
        it(`<${tag} ${attribute}>: true or false, as the DOM converts it`, () => {
          for (const value of VALUES) {
            const element = fresh();
            element[name] = value;
            expect(element[name], String(value)).to.equal(Boolean(value));
          }
        });
        continue;
      }

      it(`<${tag} ${attribute}>: any value from script`, () => {
        for (const value of VALUES) {
          const [byScript, byMarkup] = [fresh(), fresh()];
          byScript[name] = value;
          if (value !== undefined && value !== null) byMarkup.setAttribute(attribute, String(value));
          // the default may have no spelling in markup, and is not an invalid value
          if (value !== Infinity) expect(byScript[name], String(value)).to.deep.equal(byMarkup[name]);
          expect(typeof byScript[name]).to.equal(typeof fresh()[name]);
        }
      });
    }
  }

  it('an enumerated property with an unknown value has the default, with one warning', () => {
    const element = document.createElement('ot-session');
    element.connectOn = 'laod' as 'load';
    expect(element.connectOn).to.equal('load');
    expect(logged).to.have.lengthOf(1);
    expect(logged[0]).to.contain('connect-on="laod"');
    const count = document.createElement('ot-connection-count');
    count.max = Infinity;
    count.max = undefined as unknown as number;
    expect(count.max).to.equal(Infinity);
    expect(logged).to.have.lengthOf(1);
  });

  for (const [value, joins] of [
    [undefined, true],
    [null, true],
    ['whenever', true],
    ['Manual', false],
  ] as const) {
    it(`connectOn = ${value}: it ${joins ? 'joins at once' : 'does not join'}`, async () => {
      await fixture(html`<ot-session engine="fake" session-id="room" .connectOn=${value as 'load'}></ot-session>`);
      await settled();
      expect(platform.attempts).to.have.lengthOf(Number(joins));
    });
  }

  it('reconnect = "Never" does not reconnect, and undefined does', async () => {
    for (const [reconnect, state] of [
      ['Never', 'disconnected'],
      [undefined, 'connecting'],
    ] as const) {
      const element = await fixture<OTSessionElement>(
        html`<ot-session engine="fake" session-id="room" .reconnect=${reconnect}></ot-session>`,
      );
      await settled();
      platform.disconnect('networkDisconnected');
      expect(element.state).to.equal(state);
      element.remove();
      await settled();
    }
  });

  it('src = new URL(…) is fetched', async () => {
    const src = new URL('/endpoints/none?status=404', location.href);
    const element = await fixture<OTSessionElement>(html`<ot-session engine="fake" reconnect="never"></ot-session>`);
    element.src = src as unknown as string;
    expect(element.src).to.equal(src.href);
    await element.connect().catch(() => undefined);
    expect(element.error?.code).to.equal('credentials-invalid');
  });

  it('no value that a framework may set breaks what counts depend on', () => {
    const count = document.createElement('ot-connection-count');
    count.forElement = undefined;
    expect(count.forElement).to.equal(null);
    const session = document.createElement('ot-session');
    for (const wrong of [false, 0, '', {}]) {
      expect(() => {
        session.session = wrong as unknown as null;
      }).to.throw(TypeError, 'session');
    }
  });
});
