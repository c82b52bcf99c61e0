import {expect} from '@open-wc/testing';
import {readLocalToken} from '../../../src/engines/local/local-token.js';
import {SessionError} from '../../../src/values/session-error.js';

describe('The local token', () => {
  const tokens: [token: string, role: string, data: string][] = [
    ['', 'publisher', ''],
    ['role=moderator', 'moderator', ''],
    ['role=subscriber&data=Ann', 'subscriber', 'Ann'],
    ['data=Ann+%26+Bob%3D%C3%A9&role=publisher', 'publisher', 'Ann & Bob=é'],
    ['data={"name":"Ann"}', 'publisher', '{"name":"Ann"}'],
    ['unknown=key&role=moderator', 'moderator', ''],
    // a lone surrogate has no form encoding
    ['data=\ud800', 'publisher', '\ufffd'],
    // the vendor's, old and new
    ['T1==cGFydG5lcl9pZD00NTY3OCZzaWc9MTIz', 'publisher', ''],
    ['eyJhbGciOiJSUzI1NiJ9.eyJyb2xlIjoibW9kZXJhdG9yIn0.c2ln', 'publisher', ''],
  ];
  for (const [token, role, data] of tokens)
    it(`"${token}" is a ${role}'s`, () => expect(readLocalToken(token)).to.deep.equal({role, data}));

  it('has data of up to 8192 characters', () => {
    expect(readLocalToken(`data=${'a'.repeat(8192)}`).data).to.have.lengthOf(8192);
    expect(() => readLocalToken(`data=${'secret'.repeat(1366)}`))
      .to.throw(SessionError, /data .* 8192/)
      .that.satisfies(
        ({code, message}: SessionError) => code === 'authentication-failed' && !message.includes('secret'),
      );
  });

  for (const role of ['king', '', 'Moderator'])
    it(`with the role "${role}" is refused, by a message that lists the roles and does not quote the given one`, () =>
      expect(() => readLocalToken(`role=${role}&data=secret`))
        .to.throw(SessionError, 'subscriber, publisher, moderator')
        .that.satisfies(
          ({code, message}: SessionError) => code === 'authentication-failed' && !/king|Moderator|secret/.test(message),
        ));
});
