import type {Connection} from '../../values/connection.js';
import {startTimer} from '../../scheduling/timer.js';
import {queueTask} from '../../scheduling/queue-task.js';
import {unclobbered} from '../../dom/unclobbered.js';
import {leaderLock, memberLocks} from './local-locks.js';
import type {LocalMember} from './local-member.js';

/** One member's part in leading the session. */
export interface LocalLeader {
  /** Stands in line for the lead, and sees to it that somebody leads. */
  readonly start: () => void;
  /** Says who is gone, and why if we know it; or asks and answers that, which is not a leader's word. */
  readonly say: (gone: readonly string[], asks?: boolean) => void;
  /** Whether we do. */
  readonly leads: () => boolean;
  /** The leader has spoken. */
  readonly heard: () => void;
  /** If we lead, notices when the connection's lock is free. */
  readonly watch: (connection: Connection) => void;
  /** Somebody's lock is free, as we see by ourselves. */
  readonly free: (id: string) => void;
}

/**
 * Makes one member's part in leading the session. The leader waits in everybody's lock and tells everyone who is gone for
 * certain, so that nobody else has to wait for all the others. It is whoever holds the leader's lock; the others stand in
 * line for it, so the next one leads in the moment the leader goes, however it goes.
 */
export function createLeader({
  prefix,
  own,
  roster,
  timings,
  life,
  ended,
  post,
  look,
  departed,
}: LocalMember): LocalLeader {
  /** Ends with our lead; undefined while we don't lead. */
  let reign: AbortController | undefined;
  let freed: string[] = [];
  let lastHeard = performance.now();

  function lead(options: LockOptions): void {
    if (life.aborted) return;
    const ours = new AbortController();
    navigator.locks
      .request(leaderLock(prefix), options, async () => {
        if (life.aborted) return;
        reign = ours;
        life.addEventListener('abort', () => {
          ours.abort();
        });
        roster.connections.forEach(watch);
        // what the leader before us may not have come to say
        say(roster.goneSince(performance.now() - 5 * timings.settle));
        await ended;
      })
      .catch(() => {
        ours.abort();
        if (reign !== ours) return look();
        // somebody thought that we were frozen, and we are not any more: stand in line again, unless we still do
        reign = undefined;
        if (!options.steal) lead(options);
        return undefined;
      });
  }

  function say(gone: readonly string[], asks?: boolean): void {
    post({gone: gone.map((id) => [id, roster.reasonOf(id)]), digest: asks ? undefined : roster.digest()});
  }

  function watch(connection: Connection): void {
    const ours = reign?.signal;
    if (!ours || connection === own) return;
    // shared, so that nobody takes it for a member's, which is exclusive
    navigator.locks
      .request(memberLocks(prefix, connection)[0], {mode: 'shared', signal: ours}, () => {
        free(connection.connectionId);
      })
      .catch(() => (ours.aborted ? undefined : look()));
  }

  function free(id: string): void {
    // the leader sees it too and says so; if it does not, we do, and whoever knows the reason answers
    if (!reign)
      startTimer(timings.grace, life, () => {
        if (roster.here().includes(id)) tell(id);
      });
    else tell(id);
  }

  function tell(id: string): void {
    departed(id, null);
    // The leader also tells those who should know by that member's own word: a newcomer may have looked after that word and
    // before the lock was free. A page that dies takes many with it, for which one message will do.
    if (freed.push(id) > 1) return;
    queueTask(() => {
      say(freed, !reign || freed.some(wasBeforeUs));
      freed = [];
    });
  }

  /** Then it may have said goodbye before we listened. A leader seldom sees one: whoever was before it in line is gone. */
  function wasBeforeUs(id: string): boolean {
    return Number(roster.connections.get(id)?.creationTime) <= own.creationTime;
  }

  function heard(): void {
    lastHeard = performance.now();
  }

  function beat(): void {
    const due = performance.now() + timings.beat;
    startTimer(timings.beat, life, () => {
      // whoever was frozen or hung has yet to receive what the leader said meanwhile
      if (performance.now() - due > timings.beat) heard();
      roster.forgetBefore(performance.now() - 60 * timings.beat);
      // what it tells all others to compare with has to be true
      if (reign)
        void look().then(() => {
          if (reign) say([]);
        });
      // The leader is frozen or hung. Timers of hidden pages are slow, so they don't judge that. It decides who leads, never
      // who is a member.
      else if (
        performance.now() - lastHeard > timings.beat * (2.5 + Math.random()) &&
        (typeof document === 'undefined' || !unclobbered(document).hidden)
      ) {
        heard();
        lead({steal: true});
      }
      beat();
    });
  }

  return {
    start() {
      lead({signal: life});
      beat();
    },
    leads: () => !!reign,
    say,
    heard,
    watch,
    free,
  };
}
