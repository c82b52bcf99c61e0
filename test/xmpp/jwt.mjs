import {createHmac, sign} from 'node:crypto';

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JSON Web Token: of ES256 with a private key, of HS256 with a text. */
export function mint(claims, key) {
  const isSecret = typeof key === 'string';
  const unsigned = `${encode({alg: isSecret ? 'HS256' : 'ES256', typ: 'JWT'})}.${encode(claims)}`;
  const signature = isSecret
    ? createHmac('sha256', key).update(unsigned).digest('base64url')
    : sign('sha256', Buffer.from(unsigned), {key, dsaEncoding: 'ieee-p1363'}).toString('base64url');
  return `${unsigned}.${signature}`;
}

/** The claims of a token. */
export function claimsOf(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
}
