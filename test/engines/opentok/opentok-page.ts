import {registerEngine} from '../../../src/engines/engine-registry.js';
import {createOpenTokEngine} from '../../../src/engines/opentok/opentok-engine.js';
import {initSession, type SessionOptions} from '../../../src/session/init-session.js';
import type {Session} from '../../../src/session/session.js';
import {type FakeOT, FakeOpenTok, type FakeSession} from '../../fake-opentok.js';

export const ROOM = 'room';

/** A page with the vendor's SDK and the opentok engine, and the vendor's platform behind it. */
export class OpenTokPage {
  readonly platform = new FakeOpenTok();
  readonly OT: FakeOT = this.platform.page();
  readonly #sessions: Session[] = [];

  constructor() {
    registerEngine('opentok', () => Promise.resolve(createOpenTokEngine(() => Promise.resolve(this.OT))));
  }

  /** A session of ours. */
  session(options: SessionOptions = {}): Session {
    const session = initSession('123', ROOM, {reconnect: 'never', ...options});
    session.token = 'data=us';
    this.#sessions.push(session);
    return session;
  }

  /** The vendor's session, made now if it was not before. */
  get theirs(): FakeSession {
    return this.OT.sessions.get(ROOM) ?? this.OT.initSession('123', ROOM);
  }

  /** How many are in the session, as the platform knows. */
  get truth(): number {
    return this.platform.members(ROOM).length;
  }

  /** Leaves all sessions. */
  async close(): Promise<void> {
    await Promise.all(this.#sessions.map((session) => session.disconnect()));
    for (const {drained} of this.platform.sessions) await drained;
  }
}

/** Resolves when the session dispatches it. */
export function next(session: Session, type: string): Promise<unknown> {
  return new Promise((resolve) => session.once(type, resolve));
}

/** Makes what takes a second or more take a hundredth of it: the code's own time limits. Returns how to undo it. */
export function hurry(): () => void {
  const setTimeout = window.setTimeout.bind(window);
  const hurried = (handler: () => void, ms = 0) => setTimeout(handler, ms < 1000 ? ms : ms / 100);
  window.setTimeout = hurried as typeof window.setTimeout;
  return () => {
    window.setTimeout = setTimeout;
  };
}
