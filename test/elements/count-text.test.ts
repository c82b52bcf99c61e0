import {expect} from '@open-wc/testing';
import {type CountWording, countText} from '../../src/elements/count-text.js';

const PLAIN: CountWording = {
  textZero: '',
  textOne: '',
  textTwo: '',
  textFew: '',
  textMany: '',
  textOther: '',
  max: Infinity,
  notation: 'standard',
  min: 0,
  textFewPeople: '',
};

const text = (count: number, language: string, wording: Partial<CountWording>) =>
  countText(count, language, {...PLAIN, ...wording});

describe('countText', () => {
  it('pitfall 7: says nothing of an unknown number, whatever there is to say', () => {
    expect(text(NaN, 'en', {textZero: 'none', textOther: '{count}', min: 3, textFewPeople: 'a few', max: 9})).to.equal(
      '',
    );
  });

  it('up to max says the number, and above it max with a plus sign', () => {
    expect([98, 99, 100, 15_000].map((n) => text(n, 'en', {max: 99}))).to.deep.equal(['98', '99', '99+', '99+']);
    expect(text(1500, 'de', {max: 1000, textOther: '{count} da'})).to.equal('1.000+ da');
    // as a framework's binding clears a property
    for (const max of [undefined, null]) expect(text(1500, 'de', {max, textOther: '{count} da'})).to.equal('1.500 da');
  });

  it('pitfall 22: above max takes the plural form of max, in the digits of the language', () => {
    const polish = {textOne: '{count} osoba', textFew: '{count} osoby', textMany: '{count} osób'};
    expect(text(22, 'pl', polish)).to.equal('22 osoby');
    expect(text(22, 'pl', {...polish, max: 20})).to.equal('20+ osób');
    expect(text(100, 'pl', {...polish, max: 99})).to.equal('99+ osób');
    const english = {textOne: '{count} person', textOther: '{count} people'};
    expect(text(100, 'en', {...english, max: 99})).to.equal('99+ people');
    const arabic = {
      textZero: 'لا أحد',
      textOne: 'شخص',
      textTwo: 'شخصان',
      textFew: '{count} أشخاص',
      textMany: '{count} شخصًا',
      textOther: '{count} شخص',
    };
    expect(text(200, 'ar-EG', {...arabic, max: 99})).to.equal('٩٩+ شخصًا');
    expect(text(200, 'ar-EG', {max: 99})).to.equal('٩٩+');
  });

  it('pitfall 22: 0+, 1+ and 2+ are several', () => {
    const english = {textOne: '{count} person', textOther: '{count} people', max: 1};
    expect([1, 2, 5].map((n) => text(n, 'en', english))).to.deep.equal(['1 person', '1+ people', '1+ people']);
    const arabic = {textZero: 'لا أحد', textOne: 'شخص', textTwo: 'شخصان', textFew: '{count} أشخاص'};
    expect([0, 1, 2].map((max) => text(5, 'ar-EG', {...arabic, max}))).to.deep.equal([
      '٠+ أشخاص',
      '١+ أشخاص',
      '٢+ أشخاص',
    ]);
    expect(text(2, 'ar-EG', {...arabic, max: 2})).to.equal('شخصان');
  });

  it('max 0 is nobody, or 0+', () => {
    expect(text(0, 'en', {max: 0, textZero: 'nobody'})).to.equal('nobody');
    expect(text(3, 'en', {max: 0, textZero: 'nobody'})).to.equal('0+');
  });

  it('compact is short, as the language has it', () => {
    const compact = {notation: 'compact'} as const;
    expect(text(15_300, 'en', compact)).to.equal('15K');
    expect(text(999, 'en', compact)).to.equal('999');
    const german = new Intl.NumberFormat('de', compact).format(2_500_000);
    expect(text(2_500_000, 'de', {...compact, textOther: '{count} Leute'})).to.equal(`${german} Leute`);
    expect(text(20_000, 'en', {...compact, max: 10_000})).to.equal('10K+');
    expect(text(1234, 'en', {}), 'each notation has a format of its own').to.equal('1,234');
  });

  it('a notation that is none is the standard one', () => {
    expect(text(1234, 'en', {notation: 'short' as 'compact'})).to.equal('1,234');
  });

  it('below min tells no number, also not that it is 0', () => {
    const wording = {min: 5, textFewPeople: 'a few people', textZero: 'nobody', textOther: '{count} people'};
    expect([0, 4, 5].map((n) => text(n, 'en', wording))).to.deep.equal(['a few people', 'a few people', '5 people']);
    expect(text(4, 'en', {min: 5, textOther: '{count} people'})).to.equal('');
  });
});
