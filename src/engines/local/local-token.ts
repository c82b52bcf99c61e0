import {SessionError} from '../../values/session-error.js';

/** The maximum length of a connection's data, in UTF-16 code units. */
export const MAX_DATA_LENGTH = 8192;

const ROLES = ['subscriber', 'publisher', 'moderator'] as const;

/** The contents of a local token. */
export interface LocalToken {
  readonly role: (typeof ROLES)[number];
  readonly data: string;
}

/**
 * Reads a token of the local engine: form-encoded, as in `role=moderator&data=Ann`, and neither secret nor signed. All fields
 * are optional, and unknown ones are ignored, so that a page with the vendor's tokens works too.
 *
 * @throws {SessionError} `authentication-failed`, without the token in its message
 */
export function readLocalToken(token: string): LocalToken {
  const fields = new URLSearchParams(token);
  const name = fields.get('role') ?? 'publisher';
  const role = ROLES.find((known) => known === name);
  if (!role) throw new SessionError('authentication-failed', `The token's role must be one of ${ROLES.join(', ')}.`);
  const data = fields.get('data') ?? '';
  if (data.length > MAX_DATA_LENGTH)
    throw new SessionError(
      'authentication-failed',
      `The token's data must have at most ${MAX_DATA_LENGTH} characters.`,
    );
  return {role, data};
}
