import type {VendorConnection, VendorError, VendorSession} from '../../../src/engines/opentok/vendor-sdk.js';
import {FakeAttempt} from './fake-attempt.js';
import {type FakeConnection, destroy} from './fake-connection.js';
import {FakeEvent} from './fake-event.js';
import type {FakeOpenTok, FakeRefusal, Member} from './fake-opentok.js';
import {FakeSessionState} from './fake-session-state.js';
import {FakeSocket} from './fake-socket.js';
import {pause, task, thenable} from './promises.js';

/** The vendor's Session. */
export class FakeSession extends FakeSessionState implements VendorSession {
  /** The tokens of all calls of `connect()` for this id, oldest first. */
  readonly tokens: string[];
  /** The number of `disconnect()` calls. */
  disconnects = 0;
  /** Resolves when the last socket has closed, with all consequences. */
  drained: Promise<void> = Promise.resolve();
  readonly #platform: FakeOpenTok;
  #attempt: FakeAttempt | undefined;
  #socket: FakeSocket | undefined;
  /** Whether sockets of a failed attempt keep trying. */
  #hasFailedSockets = false;

  constructor(platform: FakeOpenTok, key: string, sessionId: string, options?: Record<string, unknown>) {
    super(key, sessionId, options);
    this.#platform = platform;
    this.tokens = platform.tokensFor(sessionId);
  }

  connect(token: string, completed?: (error?: VendorError) => void): this {
    this.tokens.push(token);
    // does nothing, and never calls back
    if (this.currentState === 'connected' || this.currentState === 'connecting') return this;
    this.#reset();
    this.setState('connecting');
    const attempt = (this.#attempt = new FakeAttempt(token));
    if (completed) {
      // so a listener of the page's that throws prevents the callback
      const success = () => {
        this.off('sessionConnectFailed', failure);
        completed();
      };
      const failure = (error: unknown) => {
        this.off('sessionConnected', success);
        completed(error as VendorError);
      };
      this.answer('sessionConnected', success);
      this.answer('sessionConnectFailed', failure);
    }
    void this.#join(attempt);
    return this;
  }

  async #join(attempt: FakeAttempt): Promise<void> {
    await attempt.run(this.#platform);
    if (attempt.isInterrupted) {
      // in the HTTP stage there is no callback at all
      if (attempt.stage === 'socket') {
        const unexpected = {name: 'OT_UNEXPECTED_SERVER_RESPONSE', code: 2001, message: 'Unexpected server response.'};
        this.#fail(unexpected, attempt);
      }
      return;
    }
    const refusal = this.#platform.refusals.shift();
    if (refusal) {
      this.#hasFailedSockets = true;
      this.#fail(refusal, attempt);
    } else this.#enter(attempt.token);
  }

  #fail({name, code, message = ''}: FakeRefusal, {token}: FakeAttempt): void {
    this.setState('disconnected');
    this.#attempt = undefined;
    const error = Object.assign(new Error(message.replace('{token}', token)), {name, ...(code && {code})});
    this.#platform.errors.push(error);
    this.emit('sessionConnectFailed', error);
  }

  #enter(token: string): void {
    this.#attempt = undefined;
    const claims = new URLSearchParams(token);
    const member: Member = {
      id: this.#platform.newId(),
      creationTime: this.#platform.clock++,
      data: claims.get('data') ?? '',
      session: this,
    };
    this.#platform.enter(this.sessionId, member);
    this.#socket = new FakeSocket(member);
    this.capabilities = {forceDisconnect: claims.get('role') === 'moderator' ? 1 : 0};
    for (const one of this.#platform.members(this.sessionId)) {
      if (one === member || one.isPublishing || !this.isSuppressed) {
        const connection = this.add(one);
        if (one.isPublishing) this.streams.add({id: `stream of ${one.id}`, connection});
      }
    }
    this.connection = this.connections.get(member.id)!;
    this.setState('connected');
    this.emit('sessionConnected', new FakeEvent('sessionConnected', this));
    if (!this.isSuppressed) {
      this.connections.forEach((connection) => {
        this.announce('connectionCreated', connection);
      });
    }
    if (this.#hasFailedSockets) void task().then(() => this.#socketFailsAgain());
  }

  /** A socket of a failed attempt fails again: the SDK treats that as a failure of this attempt. */
  #socketFailsAgain(): void {
    this.#socket = undefined;
    this.setState('disconnected');
    this.emit(
      'sessionConnectFailed',
      Object.assign(new Error('Closed.'), {name: 'OT_SOCKET_CLOSE_TIMEOUT', code: 4010}),
    );
  }

  disconnect(): PromiseLike<void> {
    this.disconnects++;
    return this.#disconnect();
  }

  #disconnect(): PromiseLike<void> {
    const attempt = this.#attempt;
    if (attempt?.stage === 'socket') {
      attempt.interrupt();
      this.setState('disconnecting');
      return thenable(new Promise(() => undefined));
    }
    const socket = this.#socket;
    if (!socket) {
      attempt?.interrupt();
      this.#reset();
      return thenable(Promise.resolve());
    }
    if (!socket.isClosing) {
      this.setState('disconnecting');
      const wasInTransition = socket.isInTransition;
      this.#close(socket);
      if (wasInTransition) {
        return thenable(
          Promise.reject(new Error('transition is invalid while previous transition is still in progress')),
        );
      }
    }
    return thenable(
      new Promise((resolve) => {
        this.answer('sessionDisconnected', () => resolve());
      }),
    );
  }

  /** Notifies the platform, and closes the socket once that is sent, which takes a while. */
  #close(socket: FakeSocket): void {
    socket.isClosing = true;
    const leave = () => {
      this.#platform.exit(this.sessionId, socket.member, 'clientDisconnected');
    };
    if (!socket.queue) leave();
    // it stays open: once it is back, only the platform is notified
    else if (socket.isInTransition) {
      socket.queue.push(leave);
      return;
    } else socket.isAbandoned = true;
    this.drained = pause(socket.queue ? 0 : this.#platform.drain).then(() => this.#closed());
  }

  /** Any socket that closes ends the session's current connection. */
  async #closed(): Promise<void> {
    if (this.#socket && this.connection && this.connection.destroyedReason() === undefined) {
      await this.#end(this.connection, 'clientDisconnected');
    }
  }

  /** Destroys the own connection, and clears the list without events. */
  async #end(connection: FakeConnection, reason: string): Promise<void> {
    destroy(connection, reason);
    // the socket is still open
    if (this.isConnected()) void this.#disconnect();
    this.#reset();
    // a task later, as in the SDK
    await task();
    this.emit('sessionDisconnected', new FakeEvent('sessionDisconnected', this, {reason}));
  }

  #reset(): void {
    this.#attempt = undefined;
    this.#socket = undefined;
    this.clear();
  }

  forceDisconnect(target: VendorConnection | string, completed?: (error?: VendorError) => void): PromiseLike<void> {
    const id = typeof target === 'string' ? target : target.connectionId; // a TypeError for undefined
    const refuse = (name: string, code: number) => {
      const error = Object.assign(new Error('Refused.'), {name, code});
      completed?.(error);
      return thenable(Promise.reject(error));
    };
    if (!this.isConnected()) return refuse('OT_NOT_CONNECTED', 1010);
    if (!this.capabilities.forceDisconnect) return refuse('OT_PERMISSION_DENIED', 1520);
    if (this.#platform.silent) return thenable(new Promise(() => undefined));
    const member = this.#platform.members(this.sessionId).find((one) => one.id === id);
    if (!member || this.#platform.refusesRemovals) return refuse('OT_INVALID_PARAMETER', 1011);
    completed?.();
    this.#platform.exit(this.sessionId, member, 'forceDisconnected');
    void member.session?.end('forceDisconnected');
    return thenable(Promise.resolve());
  }

  /** The platform ends the connection. */
  async end(reason: string): Promise<void> {
    const {connection} = this;
    const socket = this.#socket;
    if (!connection || !socket) return;
    this.#platform.exit(this.sessionId, socket.member, reason);
    await this.#end(connection, reason);
  }

  /** The platform reports that a member joined. */
  receiveCreated(member: Member): void {
    this.#receive(() => {
      if (member.session === this || this.isSuppressed || this.connections.has(member.id)) return;
      this.announce('connectionCreated', this.add(member));
    });
  }

  /** The platform reports that a member left. */
  receiveDeleted(member: Member, reason: string): void {
    if (this.currentState === 'migrating') return; // and will never be sent
    this.#receive(() => {
      const connection = this.connections.get(member.id);
      if (!connection || connection === this.connection) return;
      this.connections.remove(connection);
      destroy(connection, reason);
      this.announce('connectionDestroyed', connection, reason);
    });
  }

  /** The socket is lost; the SDK tries to resume by itself. */
  interrupt(): void {
    const socket = this.#socket;
    if (!socket || socket.isClosing || socket.queue) return;
    socket.queue = [];
    socket.isInTransition = true;
    this.emit('sessionReconnecting', new FakeEvent('sessionReconnecting', this));
    socket.isInTransition = false;
  }

  /** The socket is back; missed messages follow, unless the platform does not resend them. */
  resume({lost = false} = {}): void {
    const socket = this.#socket;
    const queue = socket?.queue;
    if (!socket || !queue) return;
    socket.queue = undefined;
    this.emit('sessionReconnected', new FakeEvent('sessionReconnected', this));
    if (!lost) for (const send of queue) send();
  }

  /** The socket is lost for good, and the platform has noticed, too. */
  giveUp(): void {
    if (this.#socket?.queue) void this.end('networkDisconnected');
  }

  /** Whether there is a socket for the member. */
  holds(member: Member): boolean {
    return this.#socket?.member === member && !this.#socket.isAbandoned;
  }

  /** The server is rotated; a member that leaves before `migrated()` stays in the list as a ghost. */
  migrate(): void {
    this.setState('migrating');
  }

  migrated(): void {
    this.setState('connected');
    this.emit('migrated', new FakeEvent('migrated', this));
  }

  /** The page is unloaded for the first time: the SDK leaves, and dispatches nothing, then or later. */
  unload(): void {
    this.connections.forEach((connection) => {
      destroy(connection, 'unloaded');
    });
    this.connections.empty();
    void this.#disconnect();
  }

  #receive(message: () => void): void {
    const socket = this.#socket;
    if (socket?.queue) socket.queue.push(message);
    else if (socket && this.isConnected()) message();
  }
}
