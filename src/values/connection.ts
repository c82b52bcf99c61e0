/**
 * One client's connection to a session: the vendor's `Connection`.
 *
 * @see https://developer.vonage.com/en/video/client-sdks/web/overview
 */
export class Connection {
  /** The id of this connection, which no later connection uses again. */
  readonly connectionId: string;
  /** When the connection was made, in milliseconds since 1970-01-01T00:00:00Z, by the clock of whoever made it. */
  readonly creationTime: number;
  /** What the connection's token says about it; an empty string where it says nothing. */
  readonly data: string;

  constructor(connectionId: string, creationTime: number, data: string) {
    this.connectionId = connectionId;
    this.creationTime = creationTime;
    this.data = data;
  }

  /** The same as `connectionId`, as in the vendor's SDK. */
  get id(): string {
    return this.connectionId;
  }
}
