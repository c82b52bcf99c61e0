/**
 * One client's connection to a session: the vendor's `Connection`.
 *
 * @see https://developer.vonage.com/en/video/client-sdks/web/overview
 */
export class Connection {
  /** The vendor's `connectionId`: unique in the session, and never reused. */
  readonly connectionId: string;
  /** The vendor's `creationTime`, in milliseconds since 1970-01-01T00:00:00Z; depending on the engine, by the client's clock. */
  readonly creationTime: number;
  /** The vendor's `data`: the text that the connection's token contains about it; `''` if none. */
  readonly data: string;

  constructor(connectionId: string, creationTime: number, data: string) {
    this.connectionId = connectionId;
    this.creationTime = creationTime;
    this.data = data;
  }

  /** The vendor's `id`: the same as `connectionId`. */
  get id(): string {
    return this.connectionId;
  }
}
