/** What POSIX writes after an @ where BCP 47 has a script. Other modifiers, such as `@euro`, are no script. */
const SCRIPTS = new Map([
  ['latin', 'Latn'],
  ['cyrillic', 'Cyrl'],
  ['devanagari', 'Deva'],
]);
/** The scripts, of languages that browsers know, that are written from right to left. */
const RIGHT_TO_LEFT = /Adlm|Ara[bn]|Hebr|Mand|Nkoo|Rohg|Samr|Syrc|Thaa|Yezi/;

/**
 * A `lang` as a language tag that `Intl` supports; '' when it names no such language.
 *
 * Accepts what content management systems write besides: `pl_PL`, `en_US.UTF-8`, `sr_RS@latin`, `zh_CN_#Hans`, `pt-PT-ao90`.
 * `Intl` would reject these, and take the browser's own language for one that it does not know.
 */
export function languageTag(lang: string): string {
  const [, name = '', modifier = ''] = /^([\w-]*)(?:\.[\w-]*)?[@#]?(\w*)/.exec(lang.trim()) ?? [];
  const subtags = name.split(/[-_]+/).filter(Boolean);
  // Java has the script itself, at the end: `sr_RS_#Latn`
  const script = SCRIPTS.get(modifier) ?? (name.endsWith('_') && /^[a-z]{4}$/i.test(modifier) ? modifier : undefined);
  // what follows the language and is no subtag does not make it another language
  for (; subtags.length; subtags.pop()) {
    const [tag] = supported(subtags.join('-'));
    if (tag) return script ? new Intl.Locale(tag, {script}).toString() : tag;
  }
  return '';
}

/** The direction in which a language is written; `auto`, that of the text itself, for ''. */
export function directionOf(tag: string): 'ltr' | 'rtl' | 'auto' {
  if (!tag) return 'auto';
  return RIGHT_TO_LEFT.test(new Intl.Locale(tag).maximize().script ?? '') ? 'rtl' : 'ltr';
}

function supported(tag: string): string[] {
  try {
    return Intl.PluralRules.supportedLocalesOf(tag);
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}
