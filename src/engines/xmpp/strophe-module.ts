// Types of the parts of strophe.js 5 that are used here. Its own types import each other without file extensions, which resolves
// to `any` in a project with Node's module resolution.

/** Builds a stanza, element by element. */
export interface StanzaBuilder {
  c(name: string, attributes?: Readonly<Record<string, string>>): this;
  t(text: string): this;
  up(): this;
}

/** Stores what a later stream needs to resume an earlier one (XEP-0198). */
export type ResumptionMemory = object;

export interface StropheConnection {
  readonly sm?: {
    readonly enabled: boolean;
    readonly state: {readonly max: number | null};
    hasResumableState(): boolean;
  };
  connect_callback: StatusCallback;
  rawInput: (data: string) => void;
  rawOutput: (data: string) => void;
  connect(jid: string, password: string, callback: StatusCallback, wait?: number): void;
  addHandler(
    handler: (stanza: Element) => boolean,
    namespace: string | null,
    name: string,
    type: string | null,
  ): unknown;
  send(stanza: StanzaBuilder): void;
  sendIQ(iq: StanzaBuilder, result: (answer: Element) => void, error: (answer: Element) => void): unknown;
  hasResumed(): boolean;
  flush(): void;
  reset(): void;
  disconnect(): void;
}

export type StatusCallback = (status: number, condition: string | null, stanza?: Element) => void;

export interface StropheModule {
  readonly $build: (name: string, attributes: Readonly<Record<string, string>>) => StanzaBuilder;
  readonly $iq: (attributes: Readonly<Record<string, string>>) => StanzaBuilder;
  readonly $msg: (attributes: Readonly<Record<string, string>>) => StanzaBuilder;
  readonly $pres: (attributes: Readonly<Record<string, string>>) => StanzaBuilder;
  readonly MemoryStorageBackend: new () => ResumptionMemory;
  readonly Strophe: {
    readonly Connection: new (service: string, options: object) => StropheConnection;
    readonly LogLevel: {readonly FATAL: number};
    readonly SASLPlain: unknown;
    readonly Status: Readonly<Record<'AUTHFAIL' | 'CONNECTED' | 'CONNFAIL' | 'DISCONNECTED' | 'ERROR', number>>;
    setLogLevel(level: number): void;
  };
}
