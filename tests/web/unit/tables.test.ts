// What tables are made of: the order of rows, changes, keys, text with tabs, a cell's words and its editor's.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { between, next, step } from '../../../clients/web/src/editor/tables/area.ts';
import { contentChange, toContent, toEditor } from '../../../clients/web/src/editor/tables/cell-text.ts';
import { addRows, fill, orderRows, removeRows, shiftRow } from '../../../clients/web/src/editor/tables/changes.ts';
import { intentFor } from '../../../clients/web/src/editor/tables/keys.ts';
import type { Mode } from '../../../clients/web/src/editor/tables/keys.ts';
import { emptyTable, gridOf, kHeader } from '../../../clients/web/src/editor/tables/model.ts';
import { compareBytes, keyBetween, keysOf, shownOrder } from '../../../clients/web/src/text/row-order.ts';
import { blockFromText, paste } from '../../../clients/web/src/editor/tables/table-clipboard.ts';
import { fromTsv, toTsv } from '../../../clients/web/src/editor/tables/tsv.ts';
import { deltaOf } from '../../../clients/web/src/text/delta.ts';
import type { Op, Ops } from '../../../clients/web/src/text/delta.ts';
import { tableHandler } from '../../../clients/web/src/text/embeds.ts';
import type { Table } from '../../../clients/web/src/text/embeds.ts';
import { Random, seedFromEnvironment } from '../support/random.ts';

const after = (table: Table, change: Table | null): Table => (change ? tableHandler.compose(table, change, false) : table);
const shownIds = (table: Table): string[] => {
  const { rows, shown } = gridOf(table);
  return shown.map((at) => rows[at]?.id ?? '');
};
const rowsOf = (...rows: readonly (string | readonly [id: string, order: string])[]): Table => ({
  columns: [{ insert: { id: 'c1' } }, { insert: { id: 'c2' } }],
  rows: rows.map((row): Op => (typeof row === 'string' ? { insert: { id: row } } : { insert: { id: row[0] }, attributes: { order: row[1] } })),
});

describe('the order of rows', () => {
  const kOrders: readonly (readonly [Table, string])[] = [
    [rowsOf('a', 'b', 'c'), 'a b c'],
    [rowsOf(['a', 'm'], 'b', 'c'), 'a b c'],
    [rowsOf(['a', 'm'], 'b', ['c', 'c']), 'c a b'],
    [rowsOf('a', ['b', 'x'], 'c', ['d', 'b']), 'a d b c'],
    [rowsOf(['a', 'b'], ['b', 'B']), 'b a'],
    [rowsOf(['a', '\uffee'], ['b', '\u{1f600}']), 'a b'], // as bytes, not as UTF-16 units
  ];
  for (const [table, order] of kOrders) test(`${JSON.stringify(table.rows)} is shown as ${order}`, () => assert.equal(shownIds(table).join(' '), order));

  test('between two keys there is one, of our own keys always', () => {
    for (const [low, high] of [['', null], ['i', null], ['zz', null], ['a', 'b'], ['a', 'az'], ['', '1'], ['a0i', 'a1']] as const) {
      const key = keyBetween(low, high);
      assert.ok(key !== null && compareBytes(low, key) < 0 && (high === null || compareBytes(key, high) < 0), `${low} ${key} ${high}`);
    }
    assert.equal(keyBetween('a', 'a0'), null);
    assert.equal(keyBetween('ä', 'ö'), null);
  });

  test('all rows are ordered by a column, empty cells last, and rows still go between', () => {
    const words = ['b', '10', 'a', '', '9'];
    const cells = Object.fromEntries(words.flatMap((text, i) => (text ? [[`${i + 1}:1`, { content: [{ insert: text }] }]] : [])));
    const columns = [{ insert: { id: 'c1' }, attributes: { kind: 'number' } }];
    const table = { ...rowsOf('b', 'ten', ['a', 'zz'], 'none', 'nine'), columns, cells };
    const up = after(table, orderRows(table, 0, false));
    assert.deepEqual(shownIds(up), ['nine', 'ten', 'a', 'b', 'none']);
    assert.deepEqual(shownIds(after(up, orderRows(up, 0, true))), ['b', 'a', 'ten', 'nine', 'none']);
    assert.equal(orderRows(up, 0, false), null);
    const moved = after(up, shiftRow(up, 0, -2));
    assert.deepEqual(shownIds(moved), ['nine', 'b', 'ten', 'a', 'none']);
  });

  test('numbers are ordered by their value', () => {
    const words = ['10', '−2,5', '1 000', '9'];
    const cells = Object.fromEntries(words.map((text, i) => [`${i + 1}:1`, { content: [{ insert: text }] }]));
    const table = { ...rowsOf('ten', 'minus', 'thousand', 'nine'), columns: [{ insert: { id: 'c1' }, attributes: { kind: 'number' } }], cells };
    assert.deepEqual(shownIds(after(table, orderRows(table, 0, false))), ['minus', 'nine', 'ten', 'thousand']);
  });

  test('rows that are moved, inserted and deleted are shown where they were put, and all others stay in their order', () => {
    const seed = seedFromEnvironment();
    const random = new Random(seed);
    for (let round = 0; round < 300; round += 1) {
      let table = rowsOf(...Array.from({ length: 1 + random.below(5) }, (_row, i) => (random.below(3) === 0 ? ([`r${i}`, random.pick(['', 'a', 'a0', 'b', 'ä', 'i'])] as const) : `r${i}`)));
      for (let acts = 0; acts < 12; acts += 1) {
        const said = `SEED=${seed}, round ${round}, act ${acts}: ${JSON.stringify(table.rows)}`;
        const { rows, shown } = gridOf(table);
        const wanted = shownIds(table);
        const at = random.below(shown.length);
        const place = shown[at];
        if (place === undefined) break;
        const what = random.below(3);
        if (what === 0) {
          const by = random.pick([-1, 1]);
          const change = shiftRow(table, place, by);
          if (change) wanted.splice(at + by, 0, ...wanted.splice(at, 1));
          table = after(table, change);
        } else if (what === 1 && rows.length > 1) {
          wanted.splice(at, 1);
          table = after(table, removeRows(table, [place]));
        } else {
          const isFirst = random.below(4) === 0;
          const { change, at: lies } = addRows(table, isFirst ? null : place);
          table = after(table, change);
          wanted.splice(isFirst ? 0 : at + 1, 0, gridOf(table).rows[lies]?.id ?? '?');
        }
        assert.deepEqual(shownIds(table), wanted, said);
        assert.equal(keysOf(gridOf(table).rows).length, shownOrder(gridOf(table).rows).length);
      }
    }
  });
});

describe('a block that is put into a table', () => {
  const words = (text: string): Ops => (text ? [{ insert: text }] : []);
  const texts = (table: Table): string[][] => {
    const { shown, columns } = gridOf(table);
    return shown.map((row) => columns.map((_column, column) => (table.cells?.[`${row + 1}:${column + 1}`]?.content ?? []).map(({ insert }) => String(insert)).join('')));
  };

  test('goes right and down in the order that is shown, makes rows, and says what it left out', () => {
    const table = { ...rowsOf(['a', 'z'], ['b', 'a']), cells: { '1:2': { content: [{ insert: 'old' }] } } };
    const { change, left } = fill(table, { row: 1, column: 1 }, [['1', '2'].map(words), ['3'].map(words), ['4'].map(words)]);
    assert.deepEqual(texts(after(table, change)), [['', '1'], ['', '3'], ['', '4']]);
    assert.equal(left, 1);
  });

  test('names columns in the header', () => {
    const table = emptyTable(2, 1);
    const { change } = paste(table, { row: kHeader, column: 0 }, blockFromText('Speaker\tGroup\nAma\tCivil\nLi\tTechnical') ?? []);
    const now = after(table, change);
    assert.deepEqual(gridOf(now).columns.map(({ name }) => name), ['Speaker', 'Group']);
    assert.deepEqual(texts(now), [['Ama', 'Civil'], ['Li', 'Technical']]);
  });
});

describe('text with tabs', () => {
  const kTexts: readonly (readonly [string, string[][]])[] = [
    ['a\tb\nc\td', [['a', 'b'], ['c', 'd']]],
    ['a\tb\r\nc\td\r\n', [['a', 'b'], ['c', 'd']]],
    ['"line 1\nline 2"\t"say ""so"""', [['line 1\nline 2', 'say "so"']]],
    ['"open\tb', [['"open', 'b']]],
    ['\t\t', [['', '', '']]],
    ['5" pipe\tx', [['5" pipe', 'x']]],
  ];
  for (const [text, cells] of kTexts) test(JSON.stringify(text), () => assert.deepEqual(fromTsv(text), cells));

  test('is read as it was written', () => {
    const cells = [['a\nb', '', '"'], ['\t', 'x"y', '  ']];
    assert.deepEqual(fromTsv(toTsv(cells)), cells);
  });

  test('words without a tab are no block', () => assert.equal(blockFromText('one\ntwo'), null));
});

describe('the words of a cell and of its editor', () => {
  const item = { list: 'bullet' };
  for (const content of [[], [{ insert: 'a' }], [{ insert: 'a\nb' }], [{ insert: 'a' }, { insert: '\n', attributes: item }]] as Op[][]) {
    test(`${JSON.stringify(content)} comes back`, () => assert.deepEqual(toContent(toEditor(content).ops).ops, content));
  }

  const kChanges: readonly (readonly [content: Op[], change: Op[], kept: Op[]])[] = [
    [[], [{ insert: 'x' }], [{ insert: 'x' }]],
    [[{ insert: 'a' }], [{ retain: 1 }, { insert: '\n' }], [{ insert: 'a\n' }]],
    [[{ insert: 'a' }], [{ retain: 1 }, { retain: 1, attributes: item }], [{ insert: 'a' }, { insert: '\n', attributes: item }]],
    [[{ insert: 'a' }, { insert: '\n', attributes: item }], [{ retain: 1 }, { retain: 1, attributes: { list: null } }], [{ insert: 'a' }]],
    [[{ insert: 'a' }, { insert: '\n', attributes: item }], [{ delete: 1 }], [{ insert: '\n', attributes: item }]],
  ];
  for (const [content, change, kept] of kChanges) {
    test(`${JSON.stringify(change)} on ${JSON.stringify(content)}`, () => {
      const made = contentChange(content, change, toEditor(content).compose(deltaOf(change)).ops);
      assert.deepEqual(deltaOf(content).compose(made).ops, kept);
    });
  }
});

describe('keys in a table', () => {
  const press = (name: string): Parameters<typeof intentFor>[0] => {
    const parts = name.split('+');
    const key = parts.at(-1) ?? '';
    return { key, code: '', ctrl: parts.includes('Ctrl'), meta: false, alt: parts.includes('Alt'), shift: parts.includes('Shift'), altGraph: parts.includes('AltGr'), composing: parts.includes('ime') };
  };
  const kKeys: readonly (readonly [key: string, mode: Mode, does: string | null, kind?: string])[] = [
    ['ArrowDown', 'move', 'step'],
    ['ArrowDown', 'write', null],
    ['Shift+ArrowDown', 'move', 'step'],
    ['Enter', 'move', 'write'],
    ['Enter', 'write', 'commit'],
    ['Shift+Enter', 'write', 'newline'],
    ['F2', 'move', 'write'],
    ['Escape', 'write', 'stop'],
    ['Escape', 'move', 'leave'],
    ['Tab', 'write', 'tab'],
    ['Alt+ArrowUp', 'write', 'shift-row'],
    ['Ctrl+a', 'write', 'all'],
    ['Ctrl+b', 'move', 'format'],
    ['Ctrl+z', 'write', 'undo'],
    ['Ctrl+c', 'move', null],
    ['Delete', 'move', 'clear'],
    ['Delete', 'write', null],
    [' ', 'move', 'toggle', 'done'],
    [' ', 'move', null],
    ['x', 'move', null],
    ['ime+Enter', 'write', null],
    ['AltGr+Alt+Ctrl+e', 'write', null],
  ];
  for (const [key, mode, does, kind = 'text'] of kKeys) {
    test(`${key} in mode ${mode} (${kind}): ${does ?? 'as in any text'}`, () => assert.equal(intentFor(press(key), mode, false, kind)?.do ?? null, does));
  }

  test('steps, Tab and areas go by what is shown', () => {
    const grid = gridOf(rowsOf(['a', 'z'], ['b', 'a']));
    assert.deepEqual(step(grid, { row: kHeader, column: 0 }, { rows: 1, columns: 0 }), { row: 1, column: 0 });
    assert.equal(step(grid, { row: 0, column: 1 }, { rows: 1, columns: 0 }), null);
    assert.deepEqual(step(grid, { row: 1, column: 1 }, { rows: 1, columns: 0, toEdge: true }), { row: 0, column: 1 });
    assert.deepEqual(next(grid, { row: 1, column: 1 }, 1), { row: 0, column: 0 });
    assert.equal(next(grid, { row: 0, column: 1 }, 1), null);
    assert.deepEqual(between(grid, { row: 0, column: 1 }, { row: 1, column: 0 }).map((line) => line.map(({ row, column }) => `${row}${column}`)), [['10', '11'], ['00', '01']]);
  });
});
