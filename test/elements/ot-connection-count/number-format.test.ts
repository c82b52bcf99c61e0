import {expect, html} from '@open-wc/testing';
import '../../../src/define.js';
import {countStates, displayed, rendered} from '../rendered.js';
import {platform, useFakePlatform} from '../../fakes/use-fake-platform.js';
import {logged} from '../../fakes/console.js';
import {sessionWithCount} from './session-with-count.js';

useFakePlatform();

describe('ot-connection-count max, notation, min', () => {
  it('affect how the number is displayed, but not value', async () => {
    const {count} = await sessionWithCount(
      html`<ot-connection-count max="2" text-other="{count} people">Live</ot-connection-count>`,
    );
    for (let i = 1; i < 1500; i++) platform.join(`guest-${i}`);
    await rendered();
    expect([displayed(count), count.value]).to.deep.equal(['2+ people', 1500]);
    count.removeAttribute('max');
    count.setAttribute('notation', 'compact');
    await rendered();
    expect(displayed(count)).to.equal('1.5K people');
    count.setAttribute('min', '2000');
    await rendered();
    expect([displayed(count), count.value, countStates(count)]).to.deep.equal(['fallback: Live', 1500, []]);
    count.textFewPeople = 'a few people';
    await rendered();
    expect(displayed(count)).to.equal('a few people');
  });

  for (const [attribute, value, what] of [
    ['max', 'many', 'a whole number of at least 0'],
    ['max', '', 'a whole number of at least 0'],
    ['min', '-1', 'a whole number of at least 0'],
    ['min', '1.5', 'a whole number of at least 0'],
    ['refresh', '4', 'a whole number of at least 5'],
    ['count', 'everybody', 'connections, others, people'],
    ['notation', 'short', 'standard, compact'],
  ] as const) {
    it(`${attribute}="${value}" causes one warning, and is ignored`, async () => {
      const {count} = await sessionWithCount(html`<ot-connection-count></ot-connection-count>`);
      count.setAttribute(attribute, value);
      await rendered();
      expect(displayed(count)).to.equal('1');
      expect(logged.length).to.equal(1);
      expect(logged[0]).to.contain(`<ot-connection-count ${attribute}="${value}"`).and.to.contain(what);
    });
  }
});
