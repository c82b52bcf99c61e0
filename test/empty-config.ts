import type {SessionConfig} from '../src/values/session-config.js';

/** A configuration with every setting empty. */
export const EMPTY_CONFIG: SessionConfig = {
  engine: '',
  apiKey: '',
  applicationId: '',
  sessionId: '',
  token: '',
  service: '',
};
