import type { Op } from './delta.ts';

/**
 * The order in which the rows of a table are shown. A row's key is its own `order`, else that of the nearest row before it
 * that has one, else "". Rows are shown by key (byte by byte), those of one key as they lie. So moving a row changes its
 * `order` and not its place, and what others type into it meanwhile arrives.
 */
export interface Row {
  readonly id: string;
  readonly order: string | null;
}

const kDigits = '0123456789abcdefghijklmnopqrstuvwxyz';
const encoder = new TextEncoder();

export function compareBytes(a: string, b: string): number {
  const [left, right] = [encoder.encode(a), encoder.encode(b)];
  for (let i = 0; i < left.length && i < right.length; i += 1) {
    const difference = (left[i] as number) - (right[i] as number);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** The key of each row, in the order in which they lie. */
export function keysOf(rows: readonly Pick<Row, 'order'>[]): readonly string[] {
  let key = '';
  return rows.map(({ order }) => (key = order ?? key));
}

/** The places of the rows in the order in which they are shown. */
export function shownOrder(rows: readonly Pick<Row, 'order'>[]): readonly number[] {
  const places = rows.map((_row, at) => at);
  if (rows.every(({ order }) => order === null)) return places;
  const keys = keysOf(rows);
  return places.sort((a, b) => compareBytes(keys[a] as string, keys[b] as string) || a - b);
}

/** A key between two others; null as the second one means that there is no end. Null if there is no such key of our digits. */
export function keyBetween(low: string, high: string | null): string | null {
  let key = '';
  let end = high;
  for (let i = 0; i <= low.length + (high?.length ?? 0); i += 1) {
    const from = i < low.length ? kDigits.indexOf(low[i] as string) : 0;
    const to = end !== null && i < end.length ? kDigits.indexOf(end[i] as string) : kDigits.length;
    if (from < 0 || to < 0) return null;
    if (to - from > 1) {
      key += kDigits[(from + to) >> 1];
      break;
    }
    key += kDigits[from];
    if (from < to) end = null;
  }
  const isBetween = compareBytes(low, key) < 0 && (high === null || compareBytes(key, high) < 0);
  return isBetween ? key : null;
}

/** A change of the list of rows by which each row has the wanted key. Only rows whose key would be another one are touched. */
function withKeys(rows: readonly Row[], wanted: readonly string[], isNew: (at: number) => boolean, isGone: (at: number) => boolean): Op[] {
  const ops: Op[] = [];
  let key = '';
  let kept = 0;
  const keep = (): void => {
    if (kept > 0) ops.push({ retain: kept });
    kept = 0;
  };
  rows.forEach(({ id, order }, at) => {
    if (isGone(at)) {
      keep();
      ops.push({ delete: 1 });
      return;
    }
    const now = wanted[at] as string;
    const needs = (order ?? key) !== now;
    key = now;
    if (isNew(at)) {
      keep();
      ops.push({ insert: { id }, ...(needs ? { attributes: { order: now } } : {}) });
    } else if (needs) {
      keep();
      ops.push({ retain: 1, attributes: { order: now } });
    } else kept += 1;
  });
  return ops;
}

/** The change that shows the row at place `row` as the `to`-th one. */
export function moveRow(rows: readonly Row[], row: number, to: number): Op[] {
  const others = shownOrder(rows).filter((at) => at !== row);
  const wanted = [...keysOf(rows)];
  const before = others[to - 1];
  const behind = others[to];
  const low = before === undefined ? null : (wanted[before] as string);
  const high = behind === undefined ? null : (wanted[behind] as string);
  const own = low !== high ? keyBetween(low ?? '', high) : null;
  if (own !== null && (low !== null || own !== '')) wanted[row] = own;
  else makeRoom(wanted, others.slice(to), row, low);
  return withKeys(rows, wanted, () => false, () => false);
}

/** The rows behind share the key of the row before, or no key fits: they get keys of their own, in their order. */
function makeRoom(wanted: string[], behind: readonly number[], row: number, low: string | null): void {
  const shared = behind.length > 0 ? (wanted[behind[0] as number] as string) : '';
  const tail = behind.filter((at) => wanted[at] === shared);
  const next = behind[tail.length];
  const end = next === undefined ? null : (wanted[next] as string);
  const own = low === null ? '' : keyBetween(low, end);
  const theirs = own === null ? null : keyBetween(own, end);
  if (own !== null && theirs !== null) {
    wanted[row] = own;
    for (const at of tail) wanted[at] = theirs;
    return;
  }
  // Keys that somebody else made leave no room: all rows from here on get new ones, behind the row before.
  let key = low ?? '';
  for (const at of [row, ...behind]) wanted[at] = key = `${key}i`;
}

/** The change that shows all rows in the given order of their places. */
export function arrangeRows(rows: readonly Row[], order: readonly number[]): Op[] {
  const width = (order.length + 1).toString(36).length;
  const wanted = rows.map(() => '');
  // Behind each key there is room for rows that come between.
  order.forEach((at, i) => (wanted[at] = `${(i + 1).toString(36).padStart(width, '0')}i`));
  return trimmed(withKeys(rows, wanted, () => false, () => false));
}

/** New rows, shown behind the row at place `after` (null: before all others), and where the first of them lies. */
export function insertRows(rows: readonly Row[], after: number | null, ids: readonly string[]): { readonly ops: Op[]; readonly at: number } {
  const shown = shownOrder(rows);
  const keys = keysOf(rows);
  const behind = after === null ? shown[0] : shown[shown.indexOf(after) + 1];
  const at = after === null ? (behind ?? 0) : after + 1;
  const low = after === null ? (behind === undefined ? '' : (keys[behind] as string)) : (keys[after] as string);
  const high = behind === undefined ? null : (keys[behind] as string);
  // A row that has a place of its own may move away: its neighbours must not go along.
  const isPlaced = after !== null && rows[after]?.order != null && low !== high;
  const key = (isPlaced && keyBetween(low, high)) || low;
  const all = [...rows.slice(0, at), ...ids.map((id): Row => ({ id, order: null })), ...rows.slice(at)];
  const wanted = [...keys.slice(0, at), ...ids.map(() => key), ...keys.slice(at)];
  const isNew = (place: number): boolean => place >= at && place < at + ids.length;
  return { ops: trimmed(withKeys(all, wanted, isNew, () => false)), at };
}

/** Deletes rows; those behind them that had their key from them keep it. */
export function deleteRows(rows: readonly Row[], gone: ReadonlySet<number>): Op[] {
  return trimmed(withKeys(rows, keysOf(rows), () => false, (at) => gone.has(at)));
}

function trimmed(ops: Op[]): Op[] {
  const last = ops.at(-1);
  return last?.retain !== undefined && !last.attributes ? ops.slice(0, -1) : ops;
}
