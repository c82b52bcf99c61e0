/** The plural categories of Unicode, which are the names of the templates' attributes. */
export const PLURAL_CATEGORIES = ['zero', 'one', 'two', 'few', 'many', 'other'] as const;

/** A phrase for each plural category, with `{count}` where the number goes; an empty one is not there. */
export type CountTemplates = Readonly<Record<Intl.LDMLPluralRule, string>>;

interface Format {
  readonly number: Intl.NumberFormat;
  readonly plural: Intl.PluralRules;
}

const formats = new Map<string, Format>();

/**
 * A number as text, in a language's digits and plural forms.
 *
 * `zero` is for none in every language, also where the grammar has no form for it. A category without a template takes
 * `other`; without that, the number stands alone.
 */
export function countText(count: number, language: string, templates: CountTemplates): string {
  const {number, plural} = formatOf(language);
  const digits = number.format(count);
  const template = (count === 0 && templates.zero) || templates[plural.select(count)] || templates.other || '{count}';
  return template.replaceAll('{count}', () => digits);
}

/** Makes what a language's first number takes: of all that a count does, by far the longest. */
export function prepareFormat(language: string): void {
  formatOf(language);
}

function formatOf(language: string): Format {
  let format = formats.get(language);
  if (!format) {
    const locale = localeOf(language);
    format = {number: new Intl.NumberFormat(locale), plural: new Intl.PluralRules(locale)};
    formats.set(language, format);
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
