/**
 * The part of the stock `sharedb` client that we use, including the fields that a restored draft has to set
 * (`pendingOps`): they are not public there, but stable, and the tests of sync/ fail if they change.
 */
declare module 'sharedb/lib/client/index.js' {
  import type { Ops } from '../text/delta.ts';

  export interface SocketLike {
    readonly readyState: number;
    send(text: string): void;
    close(): void;
    onopen: (() => void) | null;
    onmessage: ((event: { readonly data: string }) => void) | null;
    onerror: ((event: unknown) => void) | null;
    onclose: ((event: unknown) => void) | null;
  }

  export interface ClientError extends Error {
    readonly code?: string;
  }

  /** An entry of `pendingOps`, or the op in flight. */
  export interface SubmittedOp {
    op?: Ops | { readonly ops: Ops };
    create?: unknown;
    del?: boolean;
    src?: string;
    seq?: number;
    sentAt?: number;
    type?: unknown;
    source?: unknown;
    callbacks: ((error?: ClientError) => void)[];
  }

  export interface Snapshot {
    readonly v: number;
    readonly data?: unknown;
    readonly type: string | null;
  }

  export class Doc {
    readonly collection: string;
    readonly id: string;
    version: number | null;
    type: { readonly uri: string } | null;
    data: { readonly ops: Ops } | undefined;
    subscribed: boolean;
    inflightOp: SubmittedOp | null;
    pendingOps: SubmittedOp[];
    /** True: the next operation is not composed with the one that waits. */
    preventCompose: boolean;
    ingestSnapshot(snapshot: Snapshot, callback?: (error?: ClientError) => void): void;
    subscribe(callback?: (error?: ClientError) => void): void;
    submitOp(op: { readonly ops: Ops }, options?: object, callback?: (error?: ClientError) => void): void;
    hasWritePending(): boolean;
    /** Sends no operations until `resume`; others' operations still come. */
    pause(): void;
    resume(): void;
    destroy(callback?: (error?: ClientError) => void): void;
    on(event: 'load' | 'no write pending' | 'nothing pending', listener: () => void): void;
    on(event: 'create', listener: (source: unknown) => void): void;
    on(event: 'del', listener: (data: unknown, source: unknown) => void): void;
    on(event: 'op', listener: (op: Ops | { readonly ops: Ops }, source: unknown) => void): void;
    on(event: 'error', listener: (error: ClientError) => void): void;
  }

  export interface LocalPresence<Value> {
    readonly presenceId: string;
    readonly value: Value | null;
    submit(value: Value | null, callback?: (error?: ClientError) => void): void;
    on(event: 'error', listener: (error: ClientError) => void): void;
    destroy(callback?: (error?: ClientError) => void): void;
  }

  export interface Presence<Value> {
    readonly remotePresences: Record<string, Value | null>;
    subscribe(callback?: (error?: ClientError) => void): void;
    create(id?: string): LocalPresence<Value>;
    destroy(callback?: (error?: ClientError) => void): void;
    on(event: 'receive', listener: (id: string, value: Value | null) => void): void;
    on(event: 'error', listener: (error: ClientError) => void): void;
    _removeRemotePresence(id: string): void;
  }

  export interface SentMessage {
    readonly a?: string;
    readonly c?: string;
    readonly d?: string;
    readonly v?: number;
  }

  export class Connection {
    constructor(socket: SocketLike);
    readonly id: string | null;
    readonly state: 'connecting' | 'connected' | 'disconnected' | 'closed' | 'stopped';
    readonly canSend: boolean;
    bindToSocket(socket: SocketLike): void;
    get(collection: string, id: string): Doc;
    getDocPresence<Value>(collection: string, id: string): Presence<Value>;
    send(message: object): void;
    close(): void;
    on(event: 'state', listener: (state: Connection['state'], reason: unknown) => void): void;
    on(event: 'send', listener: (message: SentMessage) => void): void;
    on(event: 'receive', listener: (request: { data: unknown }) => void): void;
    on(event: 'error' | 'connection error', listener: (error: unknown) => void): void;
  }

  export const types: { register(type: object): void; readonly map: Record<string, unknown> };
  export const logger: { setMethods(methods: { warn?: (...parts: unknown[]) => void }): void };
}
