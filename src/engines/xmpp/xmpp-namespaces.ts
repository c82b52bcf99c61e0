/** The namespaces of RFC 7395, RFC 6120, and the extensions that are used here. */
export const NS = {
  client: 'jabber:client',
  framing: 'urn:ietf:params:xml:ns:xmpp-framing',
  stanzas: 'urn:ietf:params:xml:ns:xmpp-stanzas',
  sasl: 'urn:ietf:params:xml:ns:xmpp-sasl',
  /** XEP-0045 */
  muc: 'http://jabber.org/protocol/muc',
  mucUser: 'http://jabber.org/protocol/muc#user',
  mucAdmin: 'http://jabber.org/protocol/muc#admin',
  /** XEP-0030 */
  disco: 'http://jabber.org/protocol/disco#info',
  /** XEP-0004 */
  form: 'jabber:x:data',
  /** XEP-0199 */
  ping: 'urn:xmpp:ping',
  /** XEP-0334 */
  hints: 'urn:xmpp:hints',
  /** This package's own: the description of a connection, why it leaves, and roll calls. */
  connection: 'urn:x-ot:connection:1',
} as const;
