import {executeServerCommand} from '@web/test-runner-commands';
import type {SessionConfig} from '../../src/values/session-config.js';
import {EMPTY_CONFIG} from '../empty-config.js';

/** The names of the servers to test this browser against; none where they are not installed. */
export const servers: string[] = await executeServerCommand('xmpp-servers');

/** A session on one of them: see test/xmpp/xmpp-plugin.mjs. */
export interface TestSession {
  readonly id: string;
  readonly host: string;
  readonly webSocket: string;
  readonly bosh: string;
  /** A configuration to join with, and a token with these claims. */
  config(claims?: Record<string, unknown>, over?: 'webSocket' | 'bosh'): Promise<SessionConfig>;
}

export async function newSession(server: string): Promise<TestSession> {
  const made = await executeServerCommand<Omit<TestSession, 'config'>, unknown>('xmpp-session', {server});
  return {
    ...made,
    async config(claims = {}, over = 'webSocket') {
      const token: string = await executeServerCommand('xmpp-token', {server, session: made.id, ...claims});
      return {...EMPTY_CONFIG, engine: 'xmpp', sessionId: made.id, token, service: made[over]};
    },
  };
}

const sockets = new Set<WebSocket>();

/** From now on `openSockets()` tracks every socket. */
export function watchSockets(): void {
  const {WebSocket: Original} = globalThis;
  globalThis.WebSocket = class extends Original {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      sockets.add(this);
    }
  };
}

/** The sockets that are not closed. */
export function openSockets(): WebSocket[] {
  return [...sockets].filter(({readyState}) => readyState !== WebSocket.CLOSED);
}
