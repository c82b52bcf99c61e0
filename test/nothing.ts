import type {SessionConfig} from '../src/values/session-config.js';

/** The configuration in which nothing is given. */
export const NOTHING: SessionConfig = {
  engine: '',
  apiKey: '',
  applicationId: '',
  sessionId: '',
  token: '',
  service: '',
};
