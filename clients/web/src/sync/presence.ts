import type { Connection, LocalPresence, Presence } from 'sharedb/lib/client/index.js';
import { kColours, kLongestName } from '../text/person.ts';
import type { Person } from '../text/person.ts';
import type { Timers } from './timers.ts';

/** At most this often is my cursor sent; faster is not seen. */
const kSendEvery = 80;

/** Ids of rows and columns have 8 characters; programs may give longer ones. */
const kLongestCell = 128;

/** As it travels: a place in the document, in UTF-16 units. */
export interface PresenceValue extends Person {
  readonly index: number;
  readonly length: number;
  /** In a table: the ids of the row and the column, "row/column". The place is the table's. */
  readonly cell?: string | null;
  /** How often its owner moved it. The text may also move under it. */
  readonly moves: number;
}

export interface Present extends PresenceValue {
  readonly id: string;
  /** Came by a link, and chose the name. Said by the server. */
  readonly guest: boolean;
}

/** Others may send anything. */
export function readPresence(id: string, value: unknown): Present | null {
  if (typeof value !== 'object' || value === null) return null;
  const { index, length, name, colour, guest, moves, cell } = value as Readonly<Record<string, unknown>>;
  const place = (n: unknown): number => (typeof n === 'number' && n >= 0 && Number.isFinite(n) ? Math.floor(n) : 0);
  const label = typeof name === 'string' ? name.trim().slice(0, kLongestName) : '';
  const hue = typeof colour === 'number' && Number.isInteger(colour) ? Math.abs(colour) % kColours : 0;
  return { id, index: place(index), length: place(length), name: label, colour: hue, guest: guest === true, moves: place(moves), cell: typeof cell === 'string' && cell.length <= kLongestCell ? cell : null };
}

/** Shows my cursor to the others, and theirs to me. Nothing of it is stored. */
export class DocumentPresence {
  readonly #connection: Connection;
  readonly #presence: Presence<PresenceValue>;
  readonly #mine: LocalPresence<PresenceValue>;
  readonly #timers: Timers;
  readonly #shows: () => boolean;
  readonly #changed: () => void;
  #value: PresenceValue;
  #cancelSend: (() => void) | null = null;

  constructor(
    connection: Connection,
    collection: string,
    id: string,
    me: Person,
    timers: Timers,
    shows: () => boolean,
    changed: () => void,
  ) {
    this.#connection = connection;
    this.#timers = timers;
    this.#shows = shows;
    this.#changed = changed;
    this.#value = { index: 0, length: 0, moves: 0, name: me.name, colour: me.colour };
    this.#presence = connection.getDocPresence<PresenceValue>(collection, id);
    this.#presence.on('receive', () => this.#changed());
    this.#presence.on('error', () => undefined); // a cursor that cannot be placed is not shown
    this.#presence.subscribe(() => undefined);
    this.#mine = this.#presence.create();
    // The stock client shows it again by itself when somebody asks, also to a server that does not allow it any more.
    this.#mine.on('error', () => undefined);
    connection.on('state', (state) => {
      if (state === 'connected') this.#sendSoon();
      else this.#forgetOthers();
    });
    this.#sendSoon();
  }

  others(): readonly Present[] {
    return Object.entries(this.#presence.remotePresences)
      .map(([id, value]) => readPresence(id, value))
      .filter((person) => person !== null);
  }

  moveTo(index: number, length: number, byMe: boolean, cell: string | null): void {
    const { cell: before = null } = this.#value;
    if (!byMe && index === this.#value.index && length === this.#value.length && cell === before) return;
    this.#value = { ...this.#value, index, length, cell, moves: this.#value.moves + (byMe ? 1 : 0) };
    this.#sendSoon();
  }

  introduce(me: Person): void {
    this.#value = { ...this.#value, name: me.name, colour: me.colour };
    this.#sendSoon();
  }

  #sendSoon(): void {
    this.#cancelSend ??= this.#timers.after(kSendEvery, () => {
      this.#cancelSend = null;
      // While offline the stock client would queue every position; the latest is sent on reconnecting.
      if (this.#connection.canSend && this.#shows()) this.#mine.submit(this.#value, () => undefined);
    });
  }

  /** Without a connection nobody tells us who left; those still here introduce themselves again. */
  #forgetOthers(): void {
    for (const id of Object.keys(this.#presence.remotePresences)) this.#presence._removeRemotePresence(id);
    this.#changed();
  }
}
