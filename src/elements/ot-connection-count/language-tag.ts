/**
 * Converts a `lang` to a language tag that `Intl` supports; '' if there is none.
 *
 * Accepts what content management systems write: `pl_PL`, `en_US.UTF-8`, `sr_RS@latin`, `zh_CN_#Hans`, `pt-PT-ao90`. `Intl`
 * rejects these, and uses the browser's own language in place of one that it does not support.
 */
export function languageTag(lang: string): string {
  const subtags = (/[\w-]*/.exec(lang.trim())?.[0] ?? '').split(/[-_]+/).filter(Boolean);
  // invalid subtags after the language are ignored
  for (; subtags.length; subtags.pop()) {
    const [tag] = supported(subtags.join('-'));
    if (tag) return tag;
  }
  return '';
}

/** The direction in which a language is written; `auto` if unknown. */
export function directionOf(tag: string): string {
  if (!tag) return 'auto';
  // not supported by browsers before 2025
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
