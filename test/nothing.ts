import type {SessionConfig} from '../src/session/session-config.js';

/** The configuration in which nothing is given. */
export const NOTHING: SessionConfig = {
  engine: '',
  apiKey: '',
  applicationId: '',
  sessionId: '',
  token: '',
  service: '',
};
