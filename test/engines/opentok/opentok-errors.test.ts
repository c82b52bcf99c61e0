import {expect} from '@open-wc/testing';
import {logged} from '../../fakes/console.js';
import {rejection} from '../../rejection.js';
import {page, useOpenTokPage} from './opentok-page.js';

const SECRET = 'T1==hunter2';

/** The vendor's error names, their codes, and our codes. */
const TABLE: [name: string, code: number | undefined, ours: string][] = [
  ['OT_AUTHENTICATION_ERROR', 1004, 'authentication-failed'],
  ['OT_INVALID_SESSION_ID', 1005, 'invalid-session'],
  ['OT_CONNECT_FAILED', 1006, 'connect-failed'],
  ['OT_INVALID_HTTP_STATUS', 2001, 'connect-failed'],
  ['OT_EMPTY_RESPONSE_BODY', 1006, 'connect-failed'],
  ['OT_XDOMAIN_OR_PARSING_ERROR', 2001, 'connect-failed'],
  ['OT_SOCKET_CLOSE_FALLBACK_CODE', 4020, 'connect-failed'],
  ['OT_SOCKET_CLOSE_TIMEOUT', 4010, 'connect-failed'],
  ['OT_UNEXPECTED_SERVER_RESPONSE', 2001, 'connect-failed'],
  ['OT_CONNECTION_LIMIT_EXCEEDED', 1027, 'session-full'],
  ['OT_TERMS_OF_SERVICE_FAILURE', 1026, 'authentication-failed'],
  ['OT_API_KEY_DISABLED', undefined, 'authentication-failed'],
  ['OT_INVALID_ENCRYPTION_SECRET', 1006, 'not-configured'],
  ['OT_UNSUPPORTED_BROWSER', 1006, 'unsupported-browser'],
  ['OT_SOMETHING_NEW', 9999, 'connect-failed'],
  // the vendor's documentation omits the prefix
  ['AUTHENTICATION_ERROR', 1004, 'authentication-failed'],
];

describe('The vendor’s errors', () => {
  useOpenTokPage();

  for (const [name, code, ours] of TABLE) {
    it(`${name} is ${ours}, without the token, with the vendor’s own error as the cause`, async () => {
      page.platform.refusals.push({name, ...(code && {code}), message: `It is {token} that is wrong (${code}).`});
      const session = page.session();
      const error = await rejection(session.connect(SECRET));
      expect(error.code).to.equal(ours);
      expect(error.message).to.contain(name);
      if (code) expect(error.message).to.contain(String(code));
      const written = [error.message, String(error), error.stack, JSON.stringify(error), JSON.stringify(session)];
      expect([...written, ...logged].join()).not.to.contain('hunter2');
      expect(logged).to.deep.equal([`ot-session: ${error.message}`]);
      expect(error.cause).to.equal(page.platform.errors[0]);
      expect(error.cause).to.include({name, message: `It is ${SECRET} that is wrong (${code}).`});
      expect(session.error).to.equal(error);
      // the same Session can connect after that
      await session.connect('data=us');
      expect(session.connectionCount).to.equal(1);
    });
  }

  it('an error thrown by initSession() is reported as one about the options', async () => {
    const session = page.session({iceConfig: null});
    const error = await rejection(session.connect());
    expect(error.code).to.equal('not-configured');
    expect(error.cause).to.have.property('name', 'OT_INVALID_PARAMETER');
  });

  it('a browser without WebRTC is unsupported-browser, without a dialog over the page', async () => {
    page.platform.requirements = 0;
    expect(await rejection(page.session().connect())).to.have.property('code', 'unsupported-browser');
    expect(page.platform.inits).to.deep.equal([]);
    expect(document.querySelector('#OT_dialog')).to.equal(null);
  });
});
