// The part of the vendor's SDK that is used here. The vendor's own types are in a package that need not be installed; a test
// compares the two.

/** A connection of the vendor's. */
export interface VendorConnection {
  readonly connectionId: string;
  /** Null where the platform gave none. */
  readonly creationTime: number | null;
  /** A string, by the vendor's types; the platform may give none, and for the sender of a signal the SDK makes up an object. */
  readonly data?: unknown;
  /** Why it ended, undefined until then; not typed by the vendor. */
  destroyedReason?(): string | undefined;
}

/** An error of the vendor's. Its message may contain the token. */
export interface VendorError {
  /** Missing from some errors of the messaging socket. */
  readonly name?: string;
  readonly code?: number;
}

/** The members of the vendor's session events, of which each event has some. */
export interface VendorEvent {
  readonly connection?: VendorConnection;
  readonly reason?: string;
}

/** What the vendor's collections have in common. */
export interface VendorCollection<Item> {
  forEach(callback: (item: Item) => void): void;
  length(): number;
}

/** The vendor's `Session`, or something of its shape. */
export interface VendorSession {
  readonly sessionId: string;
  /** The client's own; null or undefined when not connected. */
  readonly connection?: VendorConnection | null | undefined;
  /** Everyone in the session; not typed by the vendor. */
  readonly connections?: VendorCollection<VendorConnection>;
  /** What others publish; not typed by the vendor. */
  readonly streams?: VendorCollection<{readonly connection: VendorConnection}>;
  readonly capabilities?: {readonly forceDisconnect: number};
  /** Not typed by the vendor. */
  isConnected?(): boolean;
  /** `disconnected`, `connecting`, `connected`, `migrating`, `disconnecting`; not typed by the vendor. */
  readonly currentState?: string;
  /** Undefined until `connect()` is called for the first time; not typed by the vendor. */
  readonly previousState?: string | undefined;
  on(type: string, handler: (event: VendorEvent) => void): unknown;
  off(type: string, handler: (event: VendorEvent) => void): unknown;
  /** Not typed by the vendor. */
  listenerCount?(type: string): number;
  connect(token: string, handler: (error?: VendorError) => void): unknown;
  disconnect(): unknown;
  forceDisconnect(connection: VendorConnection, handler: (error?: VendorError) => void): unknown;
}

/** The vendor's `OT`. */
export interface VendorSDK {
  /** 1 where it can run. */
  checkSystemRequirements(): number;
  /** The session of this id that is in `sessions`, or a new one. */
  initSession(key: string, sessionId: string, options?: object): VendorSession;
  /** Not typed by the vendor. */
  readonly sessions?: {remove(session: VendorSession): void};
}
