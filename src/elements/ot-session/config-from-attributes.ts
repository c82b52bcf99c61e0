import {type CredentialsSource, endpointSource} from '../../session/credentials-source.js';
import type {SessionSettings} from '../../session/session.js';
import {type ResolvedUrl, serviceOf} from '../../values/resolved-url.js';
import type {SessionConfig} from '../../values/session-config.js';
import type {OTSessionAttributes} from './ot-session-attributes.js';

/** The URLs among an ot-session's attributes; undefined where the attribute is empty, and before the element is inserted. */
export interface SessionUrls {
  readonly src: ResolvedUrl | undefined;
  readonly service: ResolvedUrl | undefined;
}

/** The configuration of the session that an ot-session's attributes and properties describe. */
export function configFromAttributes(
  {engine, apiKey, applicationId, sessionId, token, service}: OTSessionAttributes,
  urls: SessionUrls,
): SessionConfig {
  return {engine, apiKey, applicationId, sessionId, token, service: serviceOf(service, urls.service)};
}

/** The settings of that session. */
export function settingsFromAttributes(element: OTSessionAttributes, urls: SessionUrls): SessionSettings {
  return {
    reconnect: element.reconnect,
    credentials: credentialsSourceOf(element, urls),
    options: optionsFromAttributes(element),
  };
}

/** The options for `initSession()`. */
export function optionsFromAttributes({
  options,
  roster,
  connectionEventsSuppressed,
}: OTSessionAttributes): SessionSettings['options'] {
  const isSuppressed = connectionEventsSuppressed || roster === 'none';
  return isSuppressed ? {...options, connectionEventsSuppressed: true} : options;
}

/** A key that stays equal as long as the next attempt would have the same credentials. */
export function credentialsKey(element: OTSessionAttributes, urls: SessionUrls): unknown {
  return element.getCredentials ?? JSON.stringify([element.token, credentialsSourceOf(element, urls)?.id]);
}

/** Undefined if the attributes themselves are the credentials. */
function credentialsSourceOf(
  {getCredentials, credentials}: OTSessionAttributes,
  {src}: SessionUrls,
): CredentialsSource | undefined {
  if (getCredentials) return {id: getCredentials, get: getCredentials};
  return src && endpointSource(src, credentials);
}
