import {SessionError} from '../../values/session-error.js';

/** The most characters that a connection's data may have. */
export const MAX_DATA_LENGTH = 8192;

const ROLES = ['subscriber', 'publisher', 'moderator'] as const;

/** What a local token says of the connection that is made with it. */
export interface LocalToken {
  readonly role: (typeof ROLES)[number];
  readonly data: string;
}

/**
 * Reads a token of the local engine: form-encoded, as in `role=moderator&data=Ann`, and neither secret nor signed. All of
 * it is optional, and other keys are ignored, so that a page made for the vendor's tokens works too.
 *
 * @throws {SessionError} `authentication-failed`, without the token in its message
 */
export function readToken(token: string): LocalToken {
  const fields = new URLSearchParams(token);
  const given = fields.get('role') ?? 'publisher';
  const role = ROLES.find((known) => known === given);
  if (!role) throw new SessionError('authentication-failed', `The token's role is none of ${ROLES.join(', ')}.`);
  const data = fields.get('data') ?? '';
  if (data.length > MAX_DATA_LENGTH)
    throw new SessionError('authentication-failed', `The token's data has more than ${MAX_DATA_LENGTH} characters.`);
  return {role, data};
}
