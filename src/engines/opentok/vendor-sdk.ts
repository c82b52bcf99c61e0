// Types of the parts of the vendor's SDK that are used here. The vendor's own types are in an optional package; a test checks that
// they match.

/** The vendor's `Connection`. */
export interface VendorConnection {
  readonly connectionId: string;
  /** In milliseconds since 1970; null if the platform has sent none. */
  readonly creationTime: number | null;
  /** A string, according to the vendor's types; but undefined if the platform has sent none, and an object for the sender of a signal. */
  readonly data?: unknown;
  /** Why it ended; undefined before. Not in the vendor's types. */
  destroyedReason?(): string | undefined;
}

/** An error of the SDK. Its message may contain the token. */
export interface VendorError {
  /** Missing from some errors of the messaging socket. */
  readonly name?: string;
  readonly code?: number;
}

/** Members of the vendor's session events. Each event has some of them. */
export interface VendorEvent {
  readonly connection?: VendorConnection;
  readonly reason?: string;
}

/** The common members of the vendor's collections. */
export interface VendorCollection<Item> {
  forEach(callback: (item: Item) => void): void;
  length(): number;
}

/** The vendor's `Session`, or an object of the same shape. */
export interface VendorSession {
  readonly sessionId: string;
  /** The client's own connection; null or undefined when not connected. */
  readonly connection?: VendorConnection | null | undefined;
  /** All connections in the session. Not in the vendor's types. */
  readonly connections?: VendorCollection<VendorConnection>;
  /** The streams that others publish. Not in the vendor's types. */
  readonly streams?: VendorCollection<{readonly connection: VendorConnection}>;
  readonly capabilities?: {readonly forceDisconnect: number};
  /** Not in the vendor's types. */
  isConnected?(): boolean;
  /** `disconnected`, `connecting`, `connected`, `migrating`, `disconnecting`. Not in the vendor's types. */
  readonly currentState?: string;
  /** Undefined until `connect()` is called for the first time. Not in the vendor's types. */
  readonly previousState?: string | undefined;
  on(type: string, handler: (event: VendorEvent) => void): unknown;
  off(type: string, handler: (event: VendorEvent) => void): unknown;
  /** Not in the vendor's types. */
  listenerCount?(type: string): number;
  connect(token: string, handler: (error?: VendorError) => void): unknown;
  disconnect(): unknown;
  forceDisconnect(connection: VendorConnection, handler: (error?: VendorError) => void): unknown;
}

/** The vendor's `OT`. */
export interface VendorSDK {
  /** 1 if the browser is supported, or else 0. */
  checkSystemRequirements(): number;
  /** Returns the session with this id from `sessions`, or a new one. */
  initSession(key: string, sessionId: string, options?: object): VendorSession;
  /** Not in the vendor's types. */
  readonly sessions?: {remove(session: VendorSession): void};
}
