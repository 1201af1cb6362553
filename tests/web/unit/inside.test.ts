// Words inside of cells and notes: where they are after changes, by places and by ids, against a table whose every unit is known.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Op, Ops } from '../../../clients/web/src/text/delta.ts';
import { placeAfter } from '../../../clients/web/src/text/inside.ts';
import type { CellAt, FindCell, Place } from '../../../clients/web/src/text/inside.ts';
import { PlaceTable } from '../../../clients/web/src/text/place-table.ts';
import type { Range } from '../../../clients/web/src/text/ranges.ts';
import { mayComeBack } from '../../../clients/web/src/threads/coming-back.ts';
import type { Anchor } from '../../../clients/web/src/threads/types.ts';
import { Identities, randomChange } from '../support/identities.ts';
import { Random, seedFromEnvironment } from '../support/random.ts';

const kCases = 20_000;
const kUnits = 6;

/** A table in which cells go by the ids of their row and column, and each unit of them has an identity. */
class KnownTable {
  rows = ['r0', 'r1', 'r2'];
  columns = ['c0', 'c1'];
  readonly #cells = new Map<string, Identities>();
  /** Units that are followed, by cell. */
  readonly followed = new Map<string, Set<number>[]>();
  #made = 0;

  cell(row: string, column: string): Identities {
    const name = `${row}/${column}`;
    const known = this.#cells.get(name);
    if (known) return known;
    const made = new Identities(this.#made++ < kUnits ? kUnits : 0);
    this.#cells.set(name, made);
    return made;
  }

  at(row: string, column: string): CellAt | null {
    const place = [this.rows.indexOf(row), this.columns.indexOf(column)] as const;
    return place[0] < 0 || place[1] < 0 ? null : place;
  }

  /** Changes it, and gives the change as it is sent. */
  change(random: Random): object {
    const rows = random.below(2) ? this.#lines(random, this.rows, (lines) => (this.rows = lines)) : [];
    const columns = random.below(4) ? [] : this.#lines(random, this.columns, (lines) => (this.columns = lines));
    const cells: Record<string, { content: Op[] }> = {};
    this.rows.forEach((row, i) =>
      this.columns.forEach((column, j) => {
        const content = random.below(2) ? randomChange(random, this.cell(row, column).units.length) : [];
        if (content.length === 0) return;
        this.cell(row, column).applyWith(content, this.followed.get(`${row}/${column}`) ?? []);
        cells[`${i + 1}:${j + 1}`] = { content };
      }),
    );
    return { rows, columns, cells };
  }

  #lines(random: Random, lines: readonly string[], keep: (lines: string[]) => void): Op[] {
    const ops: Op[] = [];
    const after: string[] = [];
    for (const line of lines) {
      const kind = random.below(6);
      if (kind === 0) after.push(`new${this.#made}${after.length}${lines.length}${random.below(1e9)}`);
      if (kind === 0) ops.push({ insert: { id: after.at(-1) } });
      if (kind === 1) ops.push({ delete: 1 });
      else after.push(line);
      if (kind > 3 || kind === 0) ops.push({ retain: 1 });
      else if (kind > 1) ops.push({ retain: 1, attributes: { order: 'a' } });
    }
    keep(after);
    return ops;
  }
}

/** What an embed is wrapped in: changes of the text around it and of itself. */
function around(random: Random, index: number, kind: string, change: object): { readonly ops: Op[]; readonly index: number } {
  const ops: Op[] = [];
  let now = index;
  let left = index;
  if (random.below(3) === 0) (now += 2), ops.push({ insert: 'xy' });
  if (left > 0 && random.below(3) === 0) (left -= 1), (now -= 1), ops.push({ delete: 1 });
  if (left > 0) ops.push({ retain: left });
  if (random.below(3) === 0) (now += 1), ops.push({ insert: '\n' });
  ops.push({ retain: { [kind]: change } });
  if (random.below(3) === 0) ops.push({ insert: 'behind' });
  return { ops, index: now };
}

interface Followed {
  readonly members: Set<number>;
  readonly slot: number;
  readonly began: Place;
}

function someWords(random: Random, text: Identities): { readonly inside: Range; readonly members: Set<number> } {
  const start = random.below(kUnits);
  const inside = { start, end: start + 1 + random.below(kUnits - start) };
  return { inside, members: new Set(text.units.slice(inside.start, inside.end)) };
}

/** Compares with what is left of the members. */
function compare({ members }: Followed, text: Identities | null, found: Range | undefined, said: string): void {
  assert.deepEqual(found ?? null, text?.rangeOf(members) ?? null, said);
}

describe('words inside of a table', () => {
  test(`stay on their characters in ${kCases} random histories, step by step and from any version`, () => {
    const first = seedFromEnvironment();
    console.log(`first seed ${first}`);
    for (let seed = first; seed < first + kCases; seed += 1) {
      const random = new Random(seed);
      const table = new KnownTable();
      let index = 3;
      const find: FindCell = (at, { row, column }) => (at === index ? table.at(row, column) : null);
      const places = new PlaceTable(find);
      const followed = Array.from({ length: 3 }, (_, slot): Followed => {
        const cell = { row: random.pick(table.rows), column: random.pick(table.columns) };
        const { inside, members } = someWords(random, table.cell(cell.row, cell.column));
        const began = { range: { start: index, end: index + 1 }, cell, inside };
        places.set(slot, began);
        const name = `${cell.row}/${cell.column}`;
        table.followed.set(name, [...(table.followed.get(name) ?? []), members]);
        return { members, slot, began };
      });
      const log: Ops[] = [];
      for (let step = 0; step < 5; step += 1) {
        const before = followed.map(({ slot }) => places.get(slot));
        const made = around(random, index, 'table-embed', table.change(random));
        index = made.index;
        log.push(made.ops);
        const emptied = places.apply(made.ops);
        for (const one of followed) {
          const said = `seed ${seed}, step ${step}, ${JSON.stringify(one.began)}`;
          const { row = '', column = '' } = one.began.cell ?? {};
          const text = table.at(row, column) ? table.cell(row, column) : null;
          const now = places.get(one.slot);
          compare(one, text, now?.inside, said);
          assert.equal(emptied.includes(one.slot), before[one.slot] !== null && now === null, `${said}: told once`);
          const whole = placeAfter(one.began, log, find);
          assert.ok(whole !== 'unknown', said);
          const left = whole.inside && whole.inside.end > whole.inside.start ? whole : null;
          assert.deepEqual(left, now, `${said}: at once is the same`);
        }
      }
    }
  });

  test('a row that comes back on the way is not known; one that is gone leaves nothing', () => {
    const cell = { row: 'r1', column: 'c0' };
    const place: Place = { range: { start: 0, end: 1 }, cell, inside: { start: 1, end: 3 } };
    const change = (rows: Op[]): Ops => [{ retain: { 'table-embed': { rows } } }];
    const gone = change([{ retain: 1 }, { delete: 1 }]);
    const back = change([{ retain: 1 }, { insert: { id: 'r1' } }]);
    assert.equal(placeAfter(place, [gone, back], () => [1, 0]), 'unknown');
    assert.deepEqual(placeAfter(place, [gone], () => null), { ...place, inside: { start: 1, end: 1 } });
    const places = new PlaceTable(() => null);
    places.set(0, place);
    assert.deepEqual(places.apply(gone), [0]);
    assert.equal(places.get(0), null);
    assert.equal(places.hasLost(0), true);
  });

  test('a table that is deleted takes them along', () => {
    const places = new PlaceTable(() => [0, 0]);
    places.set(0, { range: { start: 1, end: 2 }, cell: { row: 'r', column: 'c' }, inside: { start: 0, end: 2 } });
    assert.deepEqual(places.apply([{ retain: 1 }, { delete: 1 }]), [0]);
    assert.equal(places.get(0), null);
  });
});

describe('words inside of a note', () => {
  test(`stay on their characters in ${kCases} random histories`, () => {
    const first = seedFromEnvironment();
    for (let seed = first; seed < first + kCases; seed += 1) {
      const random = new Random(seed);
      const text = new Identities(kUnits);
      const places = new PlaceTable(() => null);
      const { inside, members } = someWords(random, text);
      const began = { range: { start: 2, end: 3 }, inside };
      places.set(0, began);
      assert.deepEqual(places.inNotes(), [0]);
      let index = 2;
      const log: Ops[] = [];
      for (let step = 0; step < 5; step += 1) {
        const content = randomChange(random, text.units.length);
        const made = around(random, index, 'note', { content });
        index = made.index;
        log.push(made.ops);
        text.applyWith(content, [members]);
        places.apply(made.ops);
        compare({ members, slot: 0, began }, text, places.get(0)?.inside, `seed ${seed}, step ${step}`);
        const whole = placeAfter(began, log, () => null);
        if (places.get(0)) assert.deepEqual(whole, places.get(0), `seed ${seed}`);
      }
    }
  });
});

describe('words that may come back', () => {
  const anchor = (words: string): Anchor => ({ version: 1, index: 0, length: 0, quote: words, words, state: 'orphaned' });
  const kTable = { rows: [{ insert: { id: 'r' } }], cells: { '1:1': { content: [{ insert: 'Ms Diallo' }] } } };
  for (const [what, ops] of [
    ['with a table', [{ insert: { 'table-embed': kTable } }]],
    ['with a row', [{ retain: 4 }, { retain: { 'table-embed': kTable } }]],
    ['in a note', [{ retain: { note: { content: [{ insert: 'as Ms Diallo said' }] } } }]],
    ['in the text', [{ insert: 'Ms Dia' }]],
  ] as const) {
    test(what, () => {
      const isBack = mayComeBack(ops as unknown as Ops);
      assert.equal(isBack(anchor('Ms Diallo')), true);
      assert.equal(isBack(anchor('somebody else')), false);
    });
  }

  test('an empty cell comes back with its table and with nothing else', () => {
    assert.equal(mayComeBack([{ insert: { 'table-embed': {} } }])(anchor('')), true);
    assert.equal(mayComeBack([{ insert: 'x' }])(anchor('')), false);
  });
});
