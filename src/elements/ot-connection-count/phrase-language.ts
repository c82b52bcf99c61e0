/**
 * A `lang` as a language tag that `Intl` supports; '' when it names no such language.
 *
 * Accepts what content management systems write besides: `pl_PL`, `en_US.UTF-8`, `sr_RS@latin`, `zh_CN_#Hans`, `pt-PT-ao90`.
 * `Intl` would reject these, and take the browser's own language for one that it does not know.
 */
export function languageTag(lang: string): string {
  const subtags = (/[\w-]*/.exec(lang.trim())?.[0] ?? '').split(/[-_]+/).filter(Boolean);
  // what is no subtag, after the language, does not make it another language
  for (; subtags.length; subtags.pop()) {
    const [tag] = supported(subtags.join('-'));
    if (tag) return tag;
  }
  return '';
}

/** The direction in which a language is written; `auto`, that of the text itself, when unknown. */
export function directionOf(tag: string): string {
  if (!tag) return 'auto';
  // absent in browsers before 2025
  const locale = new Intl.Locale(tag) as {getTextInfo?: () => {direction?: string}};
  return locale.getTextInfo?.().direction ?? 'auto';
}

function supported(tag: string): string[] {
  try {
    return Intl.PluralRules.supportedLocalesOf(tag);
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}
