import {expect} from '@open-wc/testing';
import {type CountWording, countText} from '../../../src/elements/ot-connection-count/count-text.js';
import {languageTag} from '../../../src/elements/ot-connection-count/language-tag.js';

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

const text = (count: number, lang: string, wording: Partial<CountWording>) =>
  countText(count, languageTag(lang), {...PLAIN, ...wording});

describe('countText', () => {
  it('pitfall 7: is empty for an unknown number, whatever the phrases', () => {
    expect(text(NaN, 'en', {textZero: 'none', textOther: '{count}', min: 3, textFewPeople: 'a few', max: 9})).to.equal(
      '',
    );
  });

  it('up to max is the number, and above it max with a plus sign', () => {
    expect([98, 99, 100, 15_000].map((n) => text(n, 'en', {max: 99}))).to.deep.equal(['98', '99', '99+', '99+']);
    expect(text(1500, 'de', {max: 1000, textOther: '{count} da'})).to.equal('1.000+ da');
  });

  it('pitfall 22: above max uses the plural form of max, in the digits of the language', () => {
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

  it('with max 0 is the phrase for 0, or 0+', () => {
    expect(text(0, 'en', {max: 0, textZero: 'nobody'})).to.equal('nobody');
    expect(text(3, 'en', {max: 0, textZero: 'nobody'})).to.equal('0+');
  });

  it('compact notation is short, in the way of the language', () => {
    const compact = {notation: 'compact'} as const;
    expect(text(15_300, 'en', compact)).to.equal('15K');
    expect(text(999, 'en', compact)).to.equal('999');
    const german = new Intl.NumberFormat('de', compact).format(2_500_000);
    expect(text(2_500_000, 'de', {...compact, textOther: '{count} Leute'})).to.equal(`${german} Leute`);
    expect(text(20_000, 'en', {...compact, max: 10_000})).to.equal('10K+');
    expect(text(1234, 'en', {}), 'each notation has a format of its own').to.equal('1,234');
  });

  it('below min does not reveal the number, not even 0', () => {
    const wording = {min: 5, textFewPeople: 'a few people', textZero: 'nobody', textOther: '{count} people'};
    expect([0, 4, 5].map((n) => text(n, 'en', wording))).to.deep.equal(['a few people', 'a few people', '5 people']);
    expect(text(4, 'en', {min: 5, textOther: '{count} people'})).to.equal('');
  });
});

/** Every language that the browser has data for. */
const LOCALES = (() => {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const codes = letters.flatMap((a) => letters.flatMap((b) => [a + b, ...letters.map((c) => a + b + c)]));
  return Intl.PluralRules.supportedLocalesOf(codes);
})();
const EACH: Partial<CountWording> = {
  textZero: 'zero',
  textOne: 'one',
  textTwo: 'two',
  textFew: 'few',
  textMany: 'many',
  textOther: 'other',
};

describe('countText in all languages', function () {
  // some 200 of them
  this.timeout(60_000);

  const numbers = [...Array(111).keys(), 1000, 1_000_000];

  it('there are languages to test', () => {
    expect(LOCALES.length).to.be.above(150);
    expect(LOCALES).to.include.members(['lv', 'ar', 'pl', 'he']);
  });

  it('uses textZero for 0 only', () => {
    for (const locale of LOCALES) {
      const zeros = numbers.filter((n) => text(n, locale, EACH) === 'zero');
      expect(zeros, locale).to.deep.equal([0]);
    }
  });

  it('uses textOther for other numbers of the category "zero"', () => {
    const latvian = {textZero: 'Neviena', textOne: '{count} cilvēks', textOther: '{count} cilvēki'};
    expect([0, 1, 10, 11, 20, 21].map((n) => text(n, 'lv', latvian))).to.deep.equal([
      'Neviena',
      '1 cilvēks',
      '10 cilvēki',
      '11 cilvēki',
      '20 cilvēki',
      '21 cilvēks',
    ]);
    expect(text(15, 'lv', {...latvian, max: 10})).to.equal('10+ cilvēki');
  });

  it('uses the form of its category for every other number', () => {
    for (const locale of LOCALES) {
      const rules = new Intl.PluralRules(locale);
      const expected = numbers.map((n) => {
        const category = rules.select(n);
        return n === 0 ? 'zero' : category === 'zero' ? 'other' : category;
      });
      expect(
        numbers.map((n) => text(n, locale, EACH)),
        locale,
      ).to.deep.equal(expected);
    }
  });
});

describe('countText without a language', () => {
  const english = {textOne: '{count} person is here', textOther: '{count} people are here'};
  /** As in the browser's own language. */
  const inBrowserOf = (locale: string, run: () => void) => {
    const {NumberFormat, PluralRules} = Intl;
    class Numbers extends NumberFormat {
      constructor(locales?: string | string[], options?: Intl.NumberFormatOptions) {
        super(locales ?? locale, options);
      }
    }
    class Plurals extends PluralRules {
      constructor(locales?: string | string[], options?: Intl.PluralRulesOptions) {
        super(locales ?? locale, options);
      }
    }
    Object.assign(Intl, {NumberFormat: Numbers, PluralRules: Plurals});
    try {
      run();
    } finally {
      Object.assign(Intl, {NumberFormat, PluralRules});
    }
  };

  for (const lang of ['', 'C', 'POSIX', 'x-default', 'tlh', 'english', '??']) {
    it(`lang="${lang}": textOne is for 1, textOther for the rest, in plain digits, in every browser`, () => {
      for (const browser of ['ja', 'ar-EG', 'fr', 'ru', 'lv', 'de']) {
        inBrowserOf(browser, () => {
          expect(
            [0, 1, 2, 21, 1234].map((n) => text(n, lang, english)),
            browser,
          ).to.deep.equal([
            '0 people are here',
            '1 person is here',
            '2 people are here',
            '21 people are here',
            '1234 people are here',
          ]);
        });
      }
    });
  }

  it('a bare number has plain digits, too, and a compact one those of English', () => {
    expect(text(1234, '', {})).to.equal('1234');
    expect(text(1234, '', {max: 1000})).to.equal('1000+');
    expect(text(15_300, '', {notation: 'compact'})).to.equal('15K');
  });

  it('with textTwo, textFew or textMany, the browser’s language is the best guess', () => {
    const phrases = {textOne: '{count} osoba', textMany: '{count} osób', textFew: '{count} osoby'};
    inBrowserOf('pl', () => {
      expect([1, 2, 5, 22].map((n) => text(n, '', phrases))).to.deep.equal([
        '1 osoba',
        '2 osoby',
        '5 osób',
        '22 osoby',
      ]);
    });
  });
});
