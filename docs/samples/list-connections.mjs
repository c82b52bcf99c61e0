// The connections of a session, from the vendor's REST API (Vonage Video): GET …/v2/project/{application}/session/{id}/connection.
import {createSign, randomUUID} from 'node:crypto';

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token for the REST API, signed with the application's private key, which never leaves the server. */
export function apiToken({applicationId, privateKey}) {
  const now = Math.floor(Date.now() / 1000);
  const claims = {application_id: applicationId, iat: now, exp: now + 60, jti: randomUUID()};
  const content = `${base64url({alg: 'RS256', typ: 'JWT'})}.${base64url(claims)}`;
  return `${content}.${createSign('RSA-SHA256').update(content).sign(privateKey, 'base64url')}`;
}

/** The ids of the established connections. */
export async function listConnections({api, applicationId, privateKey, sessionId}) {
  const path = ['v2', 'project', applicationId, 'session', sessionId, 'connection'].map(encodeURIComponent).join('/');
  const response = await fetch(new URL(path, api), {
    headers: {accept: 'application/json', authorization: `Bearer ${apiToken({applicationId, privateKey})}`},
    signal: AbortSignal.timeout(10_000),
  });
  if (response.status === 404) return []; // no one has been in the session yet
  if (!response.ok) throw new Error(`The REST API responded with ${response.status} ${response.statusText}.`);
  const {items} = await response.json();
  return items.filter(({connectionState}) => connectionState !== 'Connecting').map(({connectionId}) => connectionId);
}

/** The settings of both samples, from environment variables. */
export function settings({
  VONAGE_API = 'https://video.api.vonage.com/',
  VONAGE_APPLICATION_ID,
  VONAGE_PRIVATE_KEY,
  VONAGE_SESSION_ID,
  PORT = '8080',
}) {
  for (const [name, value] of Object.entries({VONAGE_APPLICATION_ID, VONAGE_PRIVATE_KEY, VONAGE_SESSION_ID})) {
    if (!value) throw new Error(`Set ${name}.`);
  }
  const [applicationId, privateKey, sessionId] = [VONAGE_APPLICATION_ID, VONAGE_PRIVATE_KEY, VONAGE_SESSION_ID];
  return {api: VONAGE_API, applicationId, privateKey, sessionId, port: Number(PORT)};
}
