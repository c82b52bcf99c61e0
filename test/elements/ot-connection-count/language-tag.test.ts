import {expect} from '@open-wc/testing';
import {countText} from '../../../src/elements/ot-connection-count/count-text.js';
import {directionOf, languageTag} from '../../../src/elements/ot-connection-count/language-tag.js';

describe('languageTag', () => {
  for (const [lang, tag] of [
    ['pl', 'pl'],
    ['pl-PL', 'pl-PL'],
    ['PL_pl', 'pl-PL'],
    [' pl ', 'pl'],
    ['pl_PL.UTF-8', 'pl-PL'],
    ['en_US.utf8', 'en-US'],
    ['de_DE@euro', 'de-DE'],
    ['de_DE.ISO-8859-15@euro', 'de-DE'],
    ['ca_ES@valencia', 'ca-ES'],
    ['sr_RS@latin', 'sr-RS'],
    ['sr_RS.UTF-8@latin', 'sr-RS'],
    ['zh_Hans', 'zh-Hans'],
    ['zh-hans-cn', 'zh-Hans-CN'],
    ['zh_CN_#Hans', 'zh-CN'],
    ['sr__#Latn', 'sr'],
    ['th_TH_TH_#u-nu-thai', 'th-TH'],
    ['pt-PT-ao90', 'pt-PT'],
    ['no_NO_NY', 'no-NO'],
    ['de-DE-formal', 'de-DE-formal'],
    ['en-x-simple', 'en-x-simple'],
    ['ar-EG-u-nu-latn', 'ar-EG-u-nu-latn'],
    ['pol', 'pl'],
    ['iw', 'he'],
    ['de, en;q=0.9', 'de'],
    ['en@constructor', 'en'],
    ['en_#1234', 'en'],
    ['', ''],
    ['  ', ''],
    ['C', ''],
    ['C.UTF-8', ''],
    ['POSIX', ''],
    ['x-default', ''],
    ['x-klingon', ''],
    ['i-klingon', ''],
    ['und', ''],
    ['zxx', ''],
    ['tlh', ''],
    ['xx-lolspeak', ''],
    ['English_United States.1252', ''],
    ['-', ''],
    ['"pl"', ''],
    ['польский', ''],
  ] as const) {
    it(`of lang="${lang}" is ${tag || 'none'}`, () => {
      expect(languageTag(lang)).to.equal(tag);
    });
  }

  it('Polish has its plural forms in every spelling of a CMS', () => {
    const phrases = {textOne: '{count} osoba', textFew: '{count} osoby', textMany: '{count} osób', textOther: '?'};
    const wording = {...phrases, textZero: '', textTwo: '', max: Infinity, min: 0, textFewPeople: ''};
    for (const lang of ['pl', 'pl_PL', 'pl-pl', 'pl_PL.UTF-8', 'pl_PL@euro', 'POL', ' pl\n']) {
      const shown = [1, 2, 5, 22].map((n) => countText(n, languageTag(lang), {...wording, notation: 'standard'}));
      expect(shown, lang).to.deep.equal(['1 osoba', '2 osoby', '5 osób', '22 osoby']);
    }
  });
});

describe('directionOf', () => {
  for (const [lang, direction] of [
    ['en', 'ltr'],
    ['pl_PL', 'ltr'],
    ['ja', 'ltr'],
    ['he', 'rtl'],
    ['iw_IL', 'rtl'],
    ['ar-EG', 'rtl'],
    ['fa', 'rtl'],
    ['ur', 'rtl'],
    ['yi', 'rtl'],
    ['ckb', 'rtl'],
    ['pa-Arab', 'rtl'],
    ['pa', 'ltr'],
    ['uz_AF', 'rtl'],
    ['', 'auto'],
    ['tlh', 'auto'],
  ] as const) {
    it(`of lang="${lang}" is ${direction}`, () => {
      expect(directionOf(languageTag(lang))).to.equal(direction);
    });
  }
});
