/** The property with the phrase for each plural category of Unicode. */
export const TEXT_PROPERTIES = {
  zero: 'textZero',
  one: 'textOne',
  two: 'textTwo',
  few: 'textFew',
  many: 'textMany',
  other: 'textOther',
} as const satisfies Record<Intl.LDMLPluralRule, string>;
export type TextProperty = (typeof TEXT_PROPERTIES)[Intl.LDMLPluralRule];

/**
 * The attributes of an ot-connection-count that decide its text. The phrases by plural category contain `{count}` for the
 * number, and are '' where there is none.
 */
export interface CountWording extends Readonly<Record<TextProperty, string>> {
  /** Greater numbers are shown as this one with a plus sign. */
  readonly max: number;
  /** Smaller numbers are not shown. */
  readonly min: number;
  /** The text for numbers below `min`. */
  readonly textFewPeople: string;
  readonly notation: 'standard' | 'compact';
}

interface Format {
  readonly number: Intl.NumberFormat;
  readonly plural: Intl.PluralRules;
}

const formats = new Map<string, Format>();

/**
 * Formats a number as a phrase, in a language's digits and plural forms. Empty if the number is unknown, or too small to be
 * shown.
 *
 * `textZero` is for 0 in every language, since the plural category `zero` of some languages includes 10. A category without a
 * phrase falls back to `textOther`; without that, only the number is shown. A number above `max` has the plural form of
 * `max`, which is what is read; but at least that of 3, since "1+" is plural, and the phrases for 0, 1, and 2 may not
 * contain the number.
 *
 * @param language a language tag from `languageTag()`; '' if unknown
 */
export function countText(count: number, language: string, wording: CountWording): string {
  if (Number.isNaN(count)) return '';
  if (count < wording.min) return wording.textFewPeople;
  const {number, plural} = formatOf(language, wording);
  const shown = Math.min(count, wording.max);
  const digits = number.format(shown) + (shown < count ? '+' : '');
  const category = plural.select(shown < count ? Math.max(shown, 3) : shown);
  const template =
    (count === 0 && wording.textZero) ||
    (category !== 'zero' && wording[TEXT_PROPERTIES[category]]) ||
    wording.textOther ||
    '{count}';
  return template.replaceAll('{count}', () => digits);
}

/** Creates a language's number format in advance: by far the slowest part of showing a count. */
export function prepareFormat(language: string, wording: CountWording): void {
  formatOf(language, wording);
}

/** Whether there are phrases among which the language's plural rules select. */
export function hasPhrases(wording: CountWording): boolean {
  return Object.values(TEXT_PROPERTIES).some((property) => property !== 'textZero' && wording[property]);
}

function formatOf(language: string, {notation, textTwo, textFew, textMany}: CountWording): Format {
  // phrases for forms that English lacks imply another language; guess the browser's
  const isForeign = !language && Boolean(textTwo || textFew || textMany);
  const key = `${notation} ${language} ${isForeign}`;
  let format = formats.get(key);
  if (!format) {
    // some languages have another plural form for abbreviated numbers: "1 million de personnes"
    const options: Intl.NumberFormatOptions = {notation};
    format = {
      // without a language, plain digits
      number: new Intl.NumberFormat(language || 'en', language ? options : {...options, useGrouping: false}),
      // without one, 1 and everything else, as in English
      plural: new Intl.PluralRules(isForeign ? undefined : language || 'en', options),
    };
    formats.set(key, format);
  }
  return format;
}
