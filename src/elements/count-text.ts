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

/** How a number is put: a phrase for each plural category, with `{count}` where the number goes; an empty one is not there. */
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
 * `zero` is for none in every language, also where the grammar has no form for it. A category without a template takes
 * `other`; without that, the number stands alone. Above `max` it is the form of `max`, as that is what is read: of 3 at
 * least, since "1+" are several, and forms for none, one and two may be words without a number.
 */
export function countText(count: number, language: string, wording: CountWording): string {
  if (Number.isNaN(count)) return '';
  if (count < wording.min) return wording.textFewPeople;
  const {number, plural} = formatOf(language, wording.notation);
  const said = Math.min(count, wording.max ?? count);
  const digits = number.format(said) + (said < count ? '+' : '');
  const template =
    (count === 0 && wording.textZero) ||
    wording[TEXT_PROPERTIES[plural.select(said < count ? Math.max(said, 3) : said)]] ||
    wording.textOther ||
    '{count}';
  return template.replaceAll('{count}', () => digits);
}

/** Makes what a language's first number takes: of all that a count does, by far the longest. */
export function prepareFormat(language: string, {notation}: CountWording): void {
  formatOf(language, notation);
}

function formatOf(language: string, wished: string): Format {
  // script may have set anything, and Intl throws at what it does not know
  const notation = wished === 'compact' ? wished : 'standard';
  const key = notation + language;
  let format = formats.get(key);
  if (!format) {
    const locale = localeOf(language);
    // "1 million de personnes": some languages have another form for a number that is abbreviated
    const options: Intl.NumberFormatOptions = {notation};
    format = {number: new Intl.NumberFormat(locale, options), plural: new Intl.PluralRules(locale, options)};
    formats.set(key, format);
  }
  return format;
}

/** What Intl takes for a `lang`: undefined, the browser's own language, for none and for one that is no language tag. */
function localeOf(language: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(language)[0];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
