// What of the vendor's SDK is used, as far as it is. The vendor's own types are in a package that nobody needs to have;
// a test compares the two.

/** A connection of the vendor's. */
export interface VendorConnection {
  readonly connectionId: string;
  readonly creationTime: number;
  readonly data: string;
  /** Why it ended; not typed by the vendor. */
  destroyedReason?(): string | undefined;
}

/** An error of the vendor's. Its message may hold the token. */
export interface VendorError {
  readonly name: string;
  readonly code?: number;
}

/** What the vendor's session events have, each some of it. */
export interface VendorEvent {
  readonly connection?: VendorConnection;
  readonly reason?: string;
}

/** The vendor's `Session`, or something of its shape. */
export interface VendorSession {
  readonly sessionId: string;
  /** Our own; null or undefined when not connected. */
  readonly connection?: VendorConnection | null | undefined;
  /** Everyone; there, but not typed by the vendor. */
  readonly connections?: {forEach(callback: (connection: VendorConnection) => void): void; length(): number};
  readonly capabilities?: {readonly forceDisconnect: number};
  /** There, but not typed by the vendor. */
  isConnected?(): boolean;
  readonly currentState?: string;
  on(type: string, handler: (event: VendorEvent) => void): unknown;
  off(type: string, handler: (event: VendorEvent) => void): unknown;
  connect(token: string, handler: (error?: VendorError) => void): unknown;
  disconnect(): unknown;
  forceDisconnect(connection: VendorConnection, handler: (error?: VendorError) => void): unknown;
}

/** The vendor's `OT`. */
export interface VendorSDK {
  /** 1 where it can run. */
  checkSystemRequirements(): number;
  /** Gives the same one for the same id, as long as it is among `sessions`. */
  initSession(key: string, sessionId: string, options?: object): VendorSession;
  /** There, but not typed by the vendor. */
  readonly sessions?: {remove(session: VendorSession): void};
}
