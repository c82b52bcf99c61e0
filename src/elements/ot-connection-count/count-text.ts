/** The property that holds the phrase for each plural category of Unicode. */
export const TEXT_PROPERTIES = {
  zero: 'textZero',
  one: 'textOne',
  two: 'textTwo',
  few: 'textFew',
  many: 'textMany',
  other: 'textOther',
} as const satisfies Record<Intl.LDMLPluralRule, string>;
export type TextProperty = (typeof TEXT_PROPERTIES)[Intl.LDMLPluralRule];

/** The phrases for a number, one for each plural category, with `{count}` in place of the number; an empty one is not set. */
export interface CountWording extends Readonly<Record<TextProperty, string>> {
  /** Greater numbers are this one and a plus sign; null and undefined, as script may set them, are no limit. */
  readonly max: number | null | undefined;
  /** Smaller numbers are not said. */
  readonly min: number;
  /** What is said in their place. */
  readonly textFewPeople: string;
  readonly notation: 'standard' | 'compact';
}

interface Format {
  readonly number: Intl.NumberFormat;
  readonly plural: Intl.PluralRules;
}

const formats = new Map<string, Format>();

/**
 * A number as text, in a language's digits and plural forms; empty when there is nothing to say: the number is unknown, or
 * too small to be told.
 *
 * `textZero` is for 0 alone, in every language: some have a plural category "zero" that is for 10 as well. A category without
 * a phrase takes `textOther`; without that, the number stands alone. Above `max` it is the form of `max`, as that is what is
 * read: of 3 at least, since "1+" are several, and forms for none, one and two may be words without a number.
 *
 * @param language a language tag of `languageTag()`; '' when unknown
 */
export function countText(count: number, language: string, wording: CountWording): string {
  if (Number.isNaN(count)) return '';
  if (count < wording.min) return wording.textFewPeople;
  const {number, plural} = formatOf(language, wording);
  const said = Math.min(count, wording.max ?? count);
  const digits = number.format(said) + (said < count ? '+' : '');
  const category = plural.select(said < count ? Math.max(said, 3) : said);
  const template =
    (count === 0 && wording.textZero) ||
    (category !== 'zero' && wording[TEXT_PROPERTIES[category]]) ||
    wording.textOther ||
    '{count}';
  return template.replaceAll('{count}', () => digits);
}

/** Makes what a language's first number takes: of all that a count does, by far the longest. */
export function prepareFormat(language: string, wording: CountWording): void {
  formatOf(language, wording);
}

/** Whether phrases were given whose language decides which of them is shown. */
export function hasPhrases(wording: CountWording): boolean {
  return Object.values(TEXT_PROPERTIES).some((property) => property !== 'textZero' && wording[property]);
}

function formatOf(language: string, wording: CountWording): Format {
  // script may have set anything, and Intl throws at what it does not know
  const notation = wording.notation === 'compact' ? 'compact' : 'standard';
  // forms that English lacks are for some other language, and the browser's is the best guess
  const isForeign = !language && Boolean(wording.textTwo || wording.textFew || wording.textMany);
  const key = `${notation} ${language} ${isForeign}`;
  let format = formats.get(key);
  if (!format) {
    // "1 million de personnes": some languages have another form for a number that is abbreviated
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
