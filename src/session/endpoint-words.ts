/** An endpoint's address as it may be told: without a user's name and password, and what comes after the path. */
export function tellable(address: string): string {
  return address.replace(/[?#].*/s, '').replace(/\/\/[^/]*@/, '//');
}

/**
 * What an endpoint's answer says went wrong, as `: text`; empty when it says nothing, or quotes a secret: some servers
 * repeat what they were asked, or what they answer.
 */
export function wordsOf(answer: object | undefined, address: URL): string {
  const {error, message, token} = (answer ?? {}) as Record<string, unknown>;
  const words = [error, message].find((one): one is string => typeof one === 'string' && one !== '') ?? '';
  const secrets = [token, ...address.searchParams.values()].filter((one) => typeof one === 'string' && one !== '');
  const quoted = (secrets as string[]).some((one) => words.includes(one) || words.includes(encodeURIComponent(one)));
  return words && !quoted ? `: ${words.slice(0, 200)}` : '';
}
