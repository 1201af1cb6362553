// The pure parts of the history's page, without a browser.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isWithin, sectionAt, sectionsOf, textOf } from '../../../clients/web/src/history/blocks.ts';
import type { Block } from '../../../clients/web/src/history/blocks.ts';
import { askedOf, askedOfBlock, hasAuthors, unitsOf } from '../../../clients/web/src/history/inside-texts.ts';
import { Cast } from '../../../clients/web/src/history/cast.ts';
import { markedMap, nearestOn } from '../../../clients/web/src/history/change-map.ts';
import { readDifference, sifted, stepped } from '../../../clients/web/src/history/changes.ts';
import { kStart, readPlace, searchOf } from '../../../clients/web/src/history/place.ts';
import type { Place } from '../../../clients/web/src/history/place.ts';
import { legendOfGroups, legendOfPeople, writersOf } from '../../../clients/web/src/history/shares.ts';
import { formatsInWords, oneDay, quote, tell } from '../../../clients/web/src/history/tell.ts';
import { busiest, daysOf, sessionBeside, timeAround } from '../../../clients/web/src/history/timeline.ts';
import { betweenOf, longMomentOf, spanOf } from '../../../clients/web/src/history/times.ts';
import type { Attributes, Blame, CellPieces, Inside, Moment, Piece, Session } from '../../../clients/web/src/history/types.ts';
import { ViewLoader } from '../../../clients/web/src/history/view-loader.ts';
import { writingsOf } from '../../../clients/web/src/history/writers.ts';
import { historyWords } from '../../../clients/web/src/words/history.ts';
import type { Op } from '../../../clients/web/src/text/delta.ts';
import { personOf } from '../../../clients/web/src/text/person.ts';

const at = (version: number): Moment => ({ version, time: `2026-11-22T14:${String(version).padStart(2, '0')}:00.000Z` });
const op = (insert: Op['insert'], attributes?: Attributes): Op => ({ ...(insert === undefined ? {} : { insert }), ...(attributes ? { attributes } : {}) });
const kept = (...ops: Op[]): Piece => ({ kind: 'kept', ops });
const came = (by: number, ...ops: Op[]): Piece => ({ kind: 'inserted', ops, by, first: at(2), last: at(3) });
const went = (by: number, ...ops: Op[]): Piece => ({ kind: 'deleted', ops, by, written_by: [1], first: at(4), last: at(4) });
const reshaped = (by: number, before: Attributes, after: Attributes, ...ops: Op[]): Piece => ({ kind: 'reformatted', ops, by, before, after, first: at(5), last: at(5) });

/** "h1 kept|+came|-went|~reshaped ¶+": one line per block, a mark for how its end changed, in brackets where a sign says so. */
function drawn(pieces: readonly Piece[]): readonly string[] {
  const mark = { inserted: '+', deleted: '-', reformatted: '~' } as const;
  return readDifference(pieces).blocks.map(({ kind, level, list, segments, end, whole }) => {
    const name = kind === 'heading' ? `h${level}` : kind === 'item' ? String(list) : kind;
    const runs = segments.map((segment) => (segment.mark ? mark[segment.mark.kind] : '') + segment.runs.map(({ text, embed }) => (embed ? `[${embed}]` : text)).join(''));
    const line = end ? ` ¶${mark[end.kind]}${end.sign ? '!' : ''}` : '';
    return `${name}${whole ? ` ${mark[whole]}` : ''}: ${runs.join('|')}${line}`;
  });
}

describe('a difference as paragraphs', () => {
  const cases: readonly (readonly [string, readonly Piece[], readonly string[]])[] = [
    ['nothing', [], []],
    ['headings and lists', [kept(op('T'), op('\n', { header: 1 }), op('a\nb'), op('\n', { list: 'ordered' }))], ['h1: T', 'paragraph: a', 'ordered: b']],
    ['words in a line', [kept(op('one ')), came(0, op('two ')), went(1, op('three ')), kept(op('four\n'))], ['paragraph: one |+two |-three |four']],
    ['a paragraph typed after another', [kept(op('a')), came(0, op('\nnew')), kept(op('\n'))], ['paragraph: a ¶+', 'paragraph: +new']],
    ['a whole paragraph that went', [kept(op('a\n')), went(0, op('gone\n')), kept(op('b\n'))], ['paragraph: a', 'paragraph -: -gone ¶-', 'paragraph: b']],
    ['a paragraph divided', [kept(op('a')), came(0, op('\n')), kept(op('b\n'))], ['paragraph: a ¶+!', 'paragraph: b']],
    ['two paragraphs joined', [kept(op('a')), went(0, op('\n')), kept(op('b\n'))], ['paragraph: a ¶-!', 'paragraph: b']],
    ['an empty paragraph', [kept(op('a\n')), came(0, op('\n')), kept(op('b\n'))], ['paragraph: a', 'paragraph:  ¶+!', 'paragraph: b']],
    ['another form of a line', [kept(op('a')), reshaped(0, {}, { header: 2 }, op('\n', { header: 2 }))], ['h2: a ¶~!']],
    ['a rule and what is unknown', [kept(op('a\n'), op({ divider: true }), op({ image: 'x' }), op({ video: 'y' }), op('\n'))], ['paragraph: a', 'divider: ', 'paragraph: [picture][other]']],
    ['gone words at the end', [kept(op('a\n')), went(0, op('b'))], ['paragraph: a', 'paragraph: -b']],
  ];
  for (const [name, pieces, blocks] of cases) test(name, () => assert.deepEqual(drawn(pieces), blocks));

  test('places are those of the newer version', () => {
    const { blocks } = readDifference([kept(op('a')), went(0, op('gone\ngone')), came(0, op('bc\n')), kept(op({ divider: true }), op('d\n'))]);
    assert.deepEqual(blocks.map(({ start, length }) => [start, length]), [[0, 1], [1, 3], [4, 1], [5, 2]]);
    assert.deepEqual(blocks.map(textOf), ['a', 'bc', '', 'd']);
  });

  test('an address that must not be followed is no link, and what is unknown is left out', () => {
    const [block] = readDifference([kept(op('x', { link: 'javascript:alert(1)', color: 'red', bold: true }), op('y\n', { link: 'https://example.org' }))]).blocks;
    const formats = block?.segments[0]?.runs.map((run) => run.formats);
    assert.deepEqual(formats, [{ link: null, bold: true }, { link: 'https://example.org' }]);
  });

  test('sections are those of the newer version', () => {
    const heading = (text: string, header: number): Op[] => [op(text), op('\n', { header })];
    const { blocks } = readDifference([kept(op('before\n'), ...heading('One', 1), ...heading('One A', 2)), went(0, ...heading('Gone', 1)), kept(...heading('Two', 1), op('end\n'))]);
    const sections = sectionsOf(blocks);
    assert.deepEqual(sections.map(({ title }) => title), ['One', 'One A', 'Two']);
    assert.deepEqual(blocks.map((_, i) => sectionAt(sections, i)), [0, 1, 2, 2, 3, 3]);
    assert.deepEqual([isWithin(sections, 2, 1), isWithin(sections, 3, 1), isWithin(sections, 1, 2), isWithin(sections, 0, 0)], [true, false, false, true]);
  });
});

describe('tables and notes as lines', () => {
  const line = (id: string, attributes?: Attributes): Op => op({ id }, attributes);
  const columns = [kept(line('c1', { name: 'Who' }), line('c2', { name: 'Note' }))];
  const cell = (row: number, column: number, ...pieces: Piece[]): CellPieces => ({ row, column, pieces });
  const edited = (inside: Inside): Piece => ({ kind: 'edited', ops: [op({ 'table-embed': {} })], by: 0, first: at(2), last: at(3), inside });
  const flat = (pieces: readonly Piece[]): readonly string[] => drawn(pieces).map((row) => row.replaceAll('[cell]', ' / '));

  test('what changed in a cell stands in its row, a row that came is one change', () => {
    const rows = [kept(line('r1')), came(1, line('r2'))];
    const cells = [cell(1, 1, kept(op('Yu ')), came(0, op('Ping'))), cell(2, 2, came(1, op('new\nrow')))];
    assert.deepEqual(flat([kept(op('a\n')), edited({ rows, columns, cells }), kept(op('b\n'))]), [
      'paragraph: a',
      'header: Who / Note / ',
      'row: Yu |+Ping| /  / ',
      'row +: + / new row /  ¶+',
      'paragraph: b',
    ]);
    const { changes, blocks } = readDifference([kept(op('a\n')), edited({ rows, columns, cells }), kept(op('b\n'))]);
    assert.deepEqual(changes.map(({ kind, by, inserted }) => [kind, by, inserted.trim()]), [['inserted', 0, 'Ping'], ['inserted', 1, 'new row']]);
    assert.deepEqual(blocks.map(({ start, length }) => [start, length]), [[0, 2], [2, 1], [3, 0], [3, 0], [3, 2]], 'a table is one unit');
  });

  test('rows stand as they are shown', () => {
    const rows = [kept(line('r1', { order: 'm' }), line('r2', { order: 'b' }))];
    assert.deepEqual(flat([edited({ rows, columns, cells: [cell(1, 1, kept(op('one'))), cell(2, 1, kept(op('two')))] })]), ['header: Who / Note / ', 'row: two /  / ', 'row: one /  / ']);
  });

  test('a table that went is gone with all its rows', () => {
    const table = { rows: [line('r1')], columns: [line('c1', { name: 'Who' })], cells: { '1:1': { content: [op('Ama')] } } };
    assert.deepEqual(flat([went(0, op({ 'table-embed': table })), kept(op('b\n'))]), ['header -: -Who /  ¶-', 'row -: -Ama /  ¶-', 'paragraph: b']);
  });

  test('a note stands in its line', () => {
    const inside = { content: [kept(op('See ')), went(1, op('p. 3')), came(1, op('p. 4'))] };
    const piece: Piece = { kind: 'edited', ops: [op({ note: {} })], by: 1, first: at(2), last: at(3), inside };
    assert.deepEqual(drawn([kept(op('Words')), piece, kept(op(', more\n'))]), ['paragraph: Words[note]See |-p. 3|+p. 4|[note-end], more']);
    assert.deepEqual(readDifference([kept(op('Words')), piece, kept(op('\n'))]).blocks.map(({ length }) => length), [7]);
  });

  const run = (index: number, length: number, by: number) => ({ index, length, by, first: at(2), last: at(3) });
  const answer = (inside: Blame['inside'], runs: Blame['runs'] = []): Blame => ({ version: 3, authors: [], runs, inside, share: [], groups: [], units: 0 });
  const said = (blame: Blame, asked: ReturnType<typeof askedOfBlock>) => writingsOf(blame, asked).map(({ of, column, words, by }) => [of, column, words, by].join('/'));

  test('who wrote a row is asked of its cells, by the numbers that they have in the newer version', () => {
    const rows = [went(0, line('r0')), kept(line('r1', { order: 'm' })), came(1, line('r2', { order: 'b' }))];
    const columnsNow = [went(1, line('c0', { name: 'Old' })), kept(line('c1', { name: 'Who' }), line('c2', { name: 'Note' }))];
    const cells = [cell(1, 2, went(0, op('gone'))), cell(2, 2, kept(op('Yu ')), went(0, op('X')), came(0, op('Ping'))), cell(3, 3, came(1, op('new\nrow')))];
    const { blocks } = readDifference([kept(op('a\n')), edited({ rows, columns: columnsNow, cells }), kept(op('b\n'))]);
    assert.deepEqual(blocks.map(hasAuthors), [true, false, false, true, true, true]);
    assert.deepEqual(blocks.map(({ row }) => row?.number), [undefined, undefined, undefined, 2, 1, undefined]);
    const asked = askedOfBlock(blocks, 4);
    assert.deepEqual([asked.start, asked.end, asked.row, asked.inside.map(({ column, name, text }) => [column, name, text])], [2, 3, 1, [[1, 'Who', 'Yu Ping'], [2, 'Note', '']]]);
    const blame = answer([
      { index: 2, part: 'rows', runs: [run(0, 1, 0), run(1, 1, 1)] },
      { index: 2, part: 'cell', row: 1, column: 1, runs: [run(0, 3, 1), run(3, 4, 0)] },
      { index: 2, part: 'cell', row: 2, column: 2, runs: [run(0, 7, 1)] },
    ]);
    assert.deepEqual(said(blame, asked), ['row///0', 'cell/Who/Yu /1', 'cell/Who/Ping/0']);
    assert.deepEqual(said(blame, askedOfBlock(blocks, 3)), ['row///1', 'cell/Note/new row/1']);
  });

  test('words of a note are no units of their paragraph; who wrote them is told behind it', () => {
    const inside = { content: [kept(op('See ')), went(1, op('p. 3')), came(1, op('p. 4'))] };
    const piece: Piece = { kind: 'edited', ops: [op({ note: {} })], by: 1, first: at(2), last: at(3), inside };
    const { blocks } = readDifference([kept(op('One\nWords')), piece, kept(op(', more\n'))]);
    assert.equal(unitsOf(blocks[1] as Block), 'Words\ufffc, more');
    const blame = answer([{ index: 9, part: 'note', runs: [run(0, 4, 0), run(4, 4, 1)] }], [run(4, 6, 0), run(10, 6, 1)]);
    assert.deepEqual(said(blame, askedOfBlock(blocks, 1)), ['text//Words\ufffc/0', 'text//, more/1', 'note//See /0', 'note//p. 4/1']);
    assert.deepEqual(said(blame, askedOf(blocks, 11, 14)), ['text// mo/1']);
  });

  test('a change is told with its cell or note', () => {
    const rows = [kept(line('r1')), came(1, line('r2'))];
    const cells = [cell(1, 2, kept(op('Yu ')), came(0, op('Ping'))), cell(2, 2, came(1, op('new')))];
    const note: Piece = { kind: 'edited', ops: [op({ note: {} })], by: 1, first: at(2), last: at(3), inside: { content: [came(0, op('p. 4'))] } };
    const { changes } = readDifference([edited({ rows, columns: [kept(line('c1', { name: 'Who' })), reshaped(0, { name: 'Old' }, { name: 'Note' }, line('c2', { name: 'Note' }))], cells }), kept(op('a')), note, came(0, op('b')), kept(op('\n'))]);
    assert.deepEqual(changes.map(({ kind, inside }) => [kind, inside]), [
      ['reformatted', null],
      ['inserted', { column: 'Note', row: 1 }],
      ['inserted', null],
      ['inserted', 'note'],
      ['inserted', null],
    ]);
    assert.equal(formatsInWords({ name: 'Old' }, { name: 'Note' }), 'named “Note”');
    assert.equal(formatsInWords({}, { order: 'm' }), 'moved to another place in its table');
  });
});

describe('the changes', () => {
  const kinds = (...pieces: Piece[]): readonly string[] => readDifference(pieces).changes.map(({ kind, by }) => `${kind} ${by}`);
  test('neighbours of one author are one', () => assert.deepEqual(kinds(came(0, op('a')), came(0, op('b')), kept(op('\n'))), ['inserted 0']));
  test('neighbours of two authors are two', () => assert.deepEqual(kinds(came(0, op('a')), came(1, op('b')), kept(op('\n'))), ['inserted 0', 'inserted 1']));
  test('other words in the place of some are one', () => assert.deepEqual(kinds(came(0, op('a')), went(0, op('b')), kept(op('\n'))), ['replaced 0']));
  test('what went stands before what came', () =>
    assert.deepEqual(drawn([kept(op('x ')), came(0, op('new')), went(0, op('old')), kept(op('\n'))]), ['paragraph: x |-old|+new']));
  test('other formats are another change', () =>
    assert.deepEqual(kinds(reshaped(0, {}, { bold: true }, op('a', { bold: true })), reshaped(0, {}, { italic: true }, op('b', { italic: true })), kept(op('\n'))), ['reformatted 0', 'reformatted 0']));

  test('both ends of a move know each other', () => {
    const there = { ...went(0, op('words')), move: 1 } as Piece;
    const here = { ...came(0, op('words')), move: 1 } as Piece;
    const { changes } = readDifference([there, kept(op('between\n')), here, kept(op('\n'))]);
    assert.deepEqual(changes.map(({ kind, partner }) => [kind, partner]), [['moved-away', 1], ['moved-here', 0]]);
  });

  test('one can be pointed at even if it is an end of a line only', () => {
    const { blocks, changes } = readDifference([came(0, op('text')), came(1, op('\n')), kept(op('b\n'))]);
    const opened = blocks.flatMap(({ segments, end }) => [...segments.filter(({ opens }) => opens).map(({ mark }) => mark?.change), ...(end?.opens ? [end.change] : [])]);
    assert.deepEqual(opened, changes.map(({ id }) => id));
  });

  test('are sifted by author and section, and gone through around the end', () => {
    const reading = readDifference([came(0, op('a')), kept(op('\n'), op('H'), op('\n', { header: 1 })), came(1, op('b')), kept(op('\n')), came(0, op('c')), kept(op('\n'))]);
    const ids = (by: number | null, section: number | null): readonly number[] => sifted(reading, { shows: (who) => by === null || who === by, section }).map(({ id }) => id);
    assert.deepEqual([ids(null, null), ids(0, null), ids(null, 1), ids(0, 0)], [[0, 1, 2], [0, 2], [1, 2], [0]]);
    const shown = sifted(reading, { shows: (who) => who === 0, section: null });
    assert.deepEqual([null, 0, 1, 2].map((from) => stepped(shown, from, 1)?.id), [0, 2, 2, 0]);
    assert.deepEqual([null, 0, 1, 2].map((from) => stepped(shown, from, -1)?.id), [2, 2, 0, 0]);
    assert.equal(stepped([], null, 1), null);
  });

  test('have their place in the map', () => {
    const reading = readDifference([kept(op('a\n'.repeat(10))), came(0, op('b')), kept(op('\n'.padStart(3, 'c'))), kept(op('a\n'.repeat(9)))]);
    const map = markedMap(reading.blocks, reading.changes);
    assert.ok(Math.abs((map[0]?.top ?? 0) - 0.5) < 0.01);
    assert.equal(nearestOn(map, 0.9), 0);
    assert.equal(nearestOn([], 0.9), null);
  });
});

describe('changes in words', () => {
  const people = new Cast(historyWords.unnamed).meet([{ id: 'a', name: 'Amina Diallo', groups: [] }, { id: 'b', name: '李明', groups: [] }]);
  const told = (...pieces: Piece[]): readonly string[] => {
    const reading = readDifference(pieces);
    const about = { people, sections: reading.sections, changes: reading.changes, day: oneDay(reading.changes) };
    return reading.changes.map((change) => tell(change, about));
  };
  const heading = kept(op('2. Policy questions'), op('\n', { header: 2 }));
  test('inserted', () => assert.deepEqual(told(heading, came(0, op('Who\n  decides?')), kept(op('\n'))), ['Amina Diallo inserted “Who decides?” in “2. Policy questions” at 14:03 UTC']));
  test('deleted, with whose words they were', () => assert.deepEqual(told(kept(op('a')), went(0, op('x')), kept(op('\n'))), ['Amina Diallo deleted “x”, written by 李明 at 14:04 UTC']));
  test('replaced', () => assert.deepEqual(told(kept(op('a ')), went(1, op('old')), came(1, op('new')), kept(op('\n'))), ['李明 replaced “old” with “new” at 14:04 UTC']));
  test('another form of a line is told of its words', () =>
    assert.deepEqual(told(kept(op('Aims')), reshaped(0, { header: 3 }, { header: 2 }, op('\n', { header: 2 }))), ['Amina Diallo changed how “Aims” looks (made a heading of level 2) in “Aims” at 14:05 UTC']));
  test('what has no letters is named', () => assert.deepEqual([quote('\n'), quote(' '), quote('\ufffc')], ['the end of a paragraph', 'a space', '“[picture]”']));
  test('Arabic words do not turn the sentence', () => assert.equal(quote('كلمة'), '“\u2068كلمة\u2069”'));
  for (const [before, after, said] of [
    [{}, { bold: true }, 'made bold'],
    [{ bold: true }, { italic: true }, 'no longer bold and made italic'],
    [{ link: 'https://a.example' }, { link: 'https://b.example' }, 'link leads elsewhere'],
    [{ list: 'checked' }, { list: 'unchecked' }, 'no longer ticked'],
    [{ indent: 2 }, { indent: 1 }, 'moved further out'],
    [{ list: 'bullet' }, {}, 'no longer in a list'],
    [{ start: '3' }, { start: '7' }, 'given the number 7'],
    [{ start: '7' }, {}, 'numbered as its list goes on'],
    [{}, { toString: 'x' }, 'looks changed'],
  ] as const) {
    test(said, () => assert.equal(formatsInWords(before, after), said));
  }
  test('counts', () => {
    assert.equal(historyWords.counts({ inserted: 1142, deleted: 12, reformatted: 0 }), '1,142 characters written, 12 deleted');
    assert.equal(historyWords.counts({ inserted: 0, deleted: 1, reformatted: 0 }), '1 character deleted');
    assert.equal(historyWords.counts({ inserted: 0, deleted: 0, reformatted: 0 }), 'Nothing is different');
  });
  test('times say their zone', () => {
    assert.equal(longMomentOf('2026-11-22T19:20:33.123Z'), 'Sunday 22 November 2026, 19:20 UTC');
    assert.equal(spanOf('2026-11-22T14:03:00Z', '2026-11-22T14:21:00Z'), '14:03 to 14:21 UTC');
    assert.equal(spanOf('2026-11-22T14:03:00Z', '2026-11-22T14:03:40Z'), '14:03 UTC');
    assert.equal(betweenOf('2026-11-22T14:03:00Z', '2026-11-22T14:21:00Z'), '22 Nov 2026, 14:03 to 14:21 UTC');
    assert.equal(betweenOf('2026-11-22T14:03:00Z', '2026-11-23T14:21:00Z'), '22 Nov 2026, 14:03 UTC to 23 Nov 2026, 14:21 UTC');
    assert.equal(spanOf('2026-11-22T23:59:00Z', '2026-11-23T00:02:00Z'), '22 Nov 2026, 23:59 to 23 Nov 2026, 00:02 UTC');
  });
});

describe('the address', () => {
  const whole: Place = { from: 3, to: 57, by: 'a-1', group: null, section: 0, change: 4, faded: ['a-2', 'a,3'], colours: 'groups' };
  test('says all that is shown', () => assert.deepEqual(readPlace(searchOf(whole)), whole));
  test('is short where nothing is chosen', () => assert.equal(searchOf(kStart), ''));
  for (const [search, is] of [
    ['?from=57&to=3', { from: 3, to: 57 }],
    ['?from=-1&to=x', {}],
    ['?to=0', { to: 0 }],
    ['?by=a&group=g', { by: 'a' }],
    ['?change=0', {}],
    ['?to=99999999999999999999', {}],
  ] as const) {
    test(`is read: ${search}`, () => assert.deepEqual(readPlace(search), { ...kStart, ...is }));
  }
});

describe('the timeline', () => {
  const session = (from: number, to: number, end: string, by = 0): Session => ({ from, to, start: end, end, by, ops: 1, inserted: 1, deleted: 0, reformatted: 0 });
  const sessions = [session(8, 12, '2026-11-23T10:00:00Z'), session(5, 9, '2026-11-22T23:00:00Z', 1), session(1, 5, '2026-11-22T09:00:00Z')];
  const named = { kind: 'milestone', version: 9, time: '2026-11-22T23:00:00Z', name: 'Version 1' } as const;
  const made = { kind: 'created', version: 1, time: null } as const;

  test('goes by days, newest first, with what stands out between', () => {
    const days = daysOf(sessions, [named, made], '2026-11-20T08:00:00Z', false);
    assert.deepEqual(days.map(({ day, entries }) => [day, ...entries.map((entry) => (entry.kind === 'session' ? entry.session.to : entry.landmark.kind))]), [
      ['2026-11-23', 12],
      ['2026-11-22', 'milestone', 9, 5],
      ['2026-11-20', 'created'],
    ]);
  });
  test('keeps back what belongs to a part that is not here yet', () =>
    assert.deepEqual(daysOf(sessions, [made], '2026-11-20T08:00:00Z', true).map(({ day }) => day), ['2026-11-23', '2026-11-22']));
  test('goes from session to session', () => {
    assert.equal(sessionBeside(sessions, 5, 9, 1)?.to, 12);
    assert.equal(sessionBeside(sessions, 5, 9, -1)?.to, 5);
    assert.equal(sessionBeside(sessions, 8, 12, 1), null);
    assert.equal(sessionBeside(sessions, null, 12, -1)?.to, 12, 'from a version to what made it');
    assert.equal(sessionBeside(sessions, null, 7, 1)?.to, 9);
    assert.equal(sessionBeside([], null, 7, 1), null);
  });
  test('knows about when a version was made', () => assert.deepEqual([timeAround(sessions, 9), timeAround(sessions, 0)], ['2026-11-22T23:00:00Z', null]));
  test('names the busiest days, in the order of the calendar', () => {
    const day = (name: string, inserted: number) => ({ day: name, ops: 1, inserted, deleted: 0 });
    assert.deepEqual(busiest([day('2026-11-01', 5), day('2026-11-02', 1), day('2026-11-03', 9)], 2).map((each) => each.day), ['2026-11-03', '2026-11-01']);
  });
});

describe('who is shown how', () => {
  const ids = Array.from({ length: 99 }, (_, i) => `a-${i}`);
  test('everybody has the hue and initials of the other pages; two of one hue differ by initials', () => {
    const cast = new Cast(historyWords.unnamed);
    const [first, same] = cast.meet([{ id: 'a-1', name: 'Ama Boateng', groups: [] }, { id: 'a-13', name: 'Li Ming', groups: [] }]);
    assert.equal(first?.short, 'AB');
    assert.equal(cast.person({ id: 'a-1', name: 'Ama Boateng', groups: [] }), first);
    assert.equal(first?.hue, personOf({ id: 'a-1', name: 'Ama Boateng' }).colour);
    assert.equal(same?.short, 'LM');
    const twin = ids.find((id) => personOf({ id, name: '' }).colour === first?.hue && id !== 'a-1') ?? '';
    assert.equal(cast.person({ id: twin, name: 'Amos Brown', groups: [] }).short, 'ABr');
    assert.equal(first?.short, 'ABo');
  });
  test('the first twelve groups have hues of their own', () => {
    const cast = new Cast(historyWords.unnamed);
    assert.equal(new Set(Array.from({ length: 12 }, (_, i) => cast.group(`Group ${i * 12}`).hue)).size, 12);
  });
  test('who has no name is told apart by a number', () => {
    const [one, other] = new Cast(historyWords.unnamed).meet([{ id: 'x', name: null, groups: [] }, { id: 'y', name: null, groups: [] }]);
    assert.deepEqual([one?.name, one?.short, other?.name], ['Author 1', '1', 'Author 2']);
  });
  test('a group is not called after what all groups are called', () => assert.equal(new Cast(historyWords.unnamed).group('DC on Accessibility').short, 'Ac'));

  const authors = [{ id: 'a', name: 'Ama', groups: ['G'] }, { id: 'b', name: 'Li', groups: ['G', 'H'] }];
  const run = (index: number, length: number, by: number, version: number) => ({ index, length, by, first: at(version), last: at(version) });
  const blame: Blame = { version: 9, authors, runs: [run(0, 4, 0, 1), run(4, 2, 0, 1), run(6, 4, 1, 2)], inside: [], share: [{ by: 0, units: 6 }, { by: 1, units: 4 }], groups: [{ name: 'G', units: 10 }, { name: 'H', units: 4 }], units: 10 };
  const shown = { authors, summary: { inserted: 4, deleted: 2, reformatted: 0, moves: 0, by: [{ by: 1, inserted: 4, deleted: 2, reformatted: 0 }] } };
  test('the legend has shares, and who did something first', () => {
    const cast = new Cast(historyWords.unnamed);
    assert.deepEqual(legendOfPeople(cast, { shown, blame }).map(({ figure, percent, done }) => [figure.name, percent, done?.inserted ?? null]), [['Li', 40, 4], ['Ama', 60, null]]);
    assert.deepEqual(legendOfGroups(cast, { shown, blame }).map(({ figure, percent, done }) => [figure.name, percent, done?.inserted]), [['G', 100, 4], ['H', 40, 4]]);
    assert.deepEqual(legendOfPeople(cast, { shown: null, blame: null }), []);
  });
  test('who wrote some words, cut to them', () => assert.deepEqual(writersOf(blame, 2, 8).map(({ index, length, by }) => [index, length, by]), [[2, 4, 0], [6, 2, 1]]));
});

describe('fetching views', () => {
  interface Asked {
    readonly key: string;
    readonly signal: AbortSignal;
    answer(): Promise<void>;
    fail(): Promise<void>;
  }
  function rig() {
    const asked: Asked[] = [];
    const shown: string[] = [];
    const failed: unknown[] = [];
    let time = 0;
    let busy = false;
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const loader = new ViewLoader<string>({
      fetch: (from, to, signal) =>
        new Promise((resolve, reject) => {
          const key = `${from}/${to}`;
          asked.push({ key, signal, answer: () => (resolve(key), turn()), fail: () => (reject(new Error(key)), turn()) });
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
      now: () => time,
      shown: ({ view }) => shown.push(view),
      busy: (now) => (busy = now),
      failed: (error) => failed.push(error),
    });
    return { loader, asked, shown, failed, pass: (ms: number) => (time += ms), isBusy: () => busy };
  }

  test('a view that was shown is shown again at once', async () => {
    const { loader, asked, shown, isBusy } = rig();
    loader.show(1, 2);
    assert.equal(isBusy(), true);
    await asked[0]?.answer();
    loader.show(1, 2);
    assert.deepEqual([shown, asked.length, isBusy()], [['1/2', '1/2'], 1, false]);
  });

  test('the latest wish is fetched next; those between never', async () => {
    const { loader, asked, shown, isBusy } = rig();
    for (const to of [1, 2, 3, 4]) loader.show(0, to);
    assert.deepEqual(asked.map(({ key }) => key), ['0/1']);
    await asked[0]?.answer();
    assert.equal(isBusy(), true);
    await asked[1]?.answer();
    assert.deepEqual([shown, asked.map(({ key }) => key), isBusy()], [['0/1', '0/4'], ['0/1', '0/4'], false]);
  });

  test('what takes long is not waited for', () => {
    const { loader, asked, pass } = rig();
    loader.show(0, 1);
    pass(1000);
    loader.show(0, 2);
    assert.equal(asked[0]?.signal.aborted, true);
    assert.equal(asked[1]?.key, '0/2');
  });

  test('in quiet moments what may be wanted next is fetched, until something is wanted', async () => {
    const { loader, asked, shown } = rig();
    loader.show(0, 5);
    await asked[0]?.answer();
    loader.expect([[0, 6], [0, 4], [7, 6]]);
    await asked[1]?.answer();
    assert.deepEqual(asked.map(({ key }) => key), ['0/5', '0/6', '0/4']);
    loader.show(0, 9);
    assert.equal(asked[2]?.signal.aborted, true);
    await asked[3]?.answer();
    loader.show(0, 6);
    assert.deepEqual(shown, ['0/5', '0/9', '0/6']);
    assert.equal(asked.length, 4);
  });

  test('a failure is told only of what is still wanted', async () => {
    const { loader, asked, failed, shown } = rig();
    loader.show(0, 1);
    loader.show(0, 2);
    await asked[0]?.fail();
    assert.deepEqual(failed, []);
    await asked[1]?.answer();
    loader.show(0, 3);
    await asked[2]?.fail();
    assert.deepEqual([failed.length, shown], [1, ['0/2']]);
  });

  test('only so many are kept', async () => {
    const { loader, asked } = rig();
    for (let to = 0; to < 40; to += 1) {
      loader.show(0, to);
      await asked[to]?.answer();
    }
    loader.show(0, 39);
    assert.equal(asked.length, 40);
    loader.show(0, 0);
    assert.equal(asked.length, 41);
  });
});

test('a quotation goes with what is in it', () => {
  const { blocks } = readDifference([kept(op('a'), op('\n', { list: 'bullet', blockquote: true }), op('b'), op('\n', { header: 2, blockquote: 3 }), op('c\u2028d'), op('\n', { blockquote: 99 }))]);
  assert.deepEqual(blocks.map(({ kind, quotes }) => [kind, quotes]), [['item', 1], ['heading', 3], ['quote', 9]]);
});

test('a block type is all that the page draws', () => {
  const kinds: readonly Block['kind'][] = ['paragraph', 'heading', 'item', 'quote', 'code', 'divider'];
  const { blocks } = readDifference([kept(op('a\n'), op('b'), op('\n', { header: 1 }), op('c'), op('\n', { list: 'bullet' }), op('d'), op('\n', { blockquote: true }), op('e'), op('\n', { 'code-block': true }), op({ divider: 1 }))]);
  assert.deepEqual(blocks.map(({ kind }) => kind), kinds);
});
