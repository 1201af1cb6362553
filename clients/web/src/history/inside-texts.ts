import type { Block, Run } from './blocks.ts';

/** A text inside of a table or a note of the newer version, for the question who wrote it. */
export interface InsideText {
  /** The place of the table or note in the paper. */
  readonly index: number;
  /** Row and column of a cell in the value of its table, from 1. A text without them is that of a note. */
  readonly row?: number;
  readonly column?: number;
  /** The name of the column. */
  readonly name: string;
  /** A character for each unit. */
  readonly text: string;
}

/** What one asks the authors of: [start, end) of the newer version. */
export interface Asked {
  readonly start: number;
  readonly end: number;
  /** The words of it, a character for each unit. */
  readonly text: string;
  /** The texts inside of it. */
  readonly inside: readonly InsideText[];
  /** Asks for a row of the table at `start`, counted from 1. */
  readonly row?: number;
}

const charactersOf = ({ text, embed }: Run): string => (embed === null ? text : '\ufffc');

/** The words of a block, a character for each unit that it has in the paper. */
export function unitsOf({ segments }: Block): string {
  const runs = segments.flatMap(({ mark, runs: all }) => (mark?.kind === 'deleted' ? [] : all));
  return runs.map((run) => (run.isOutside || run.embed === 'note' || run.embed === 'cell' ? '' : charactersOf(run))).join('');
}

interface Cell {
  readonly column: number | undefined;
  readonly text: string;
}

function cellsIn({ segments }: Block): readonly Cell[] {
  const cells: Cell[] = [];
  let text = '';
  for (const { mark, runs } of segments) {
    for (const run of runs) {
      if (run.embed === 'cell') {
        cells.push({ column: run.column, text });
        text = '';
      } else if (mark?.kind !== 'deleted') text += charactersOf(run);
    }
  }
  return cells;
}

/** The names of the columns of the table that the row at `at` is in. */
export function namesAbove(blocks: readonly Block[], at: number): readonly string[] {
  const header = blocks.slice(0, at + 1).findLast(({ kind }) => kind === 'header');
  return header ? cellsIn(header).map(({ text }) => text.trim()) : [];
}

/** The cells of the row at `at`, but for those of deleted columns. None of a deleted row. */
export function cellsOfRow(blocks: readonly Block[], at: number): readonly InsideText[] {
  const block = blocks[at];
  const row = block?.row?.number;
  if (!block || row === undefined) return [];
  const names = namesAbove(blocks, at);
  return cellsIn(block).flatMap(({ column, text }, i) => (column === undefined ? [] : [{ index: block.start - 1, row, column, name: names[i] ?? '', text }]));
}

/** The notes of a block that are in [start, end) of the paper. */
export function notesOf({ segments, start: at, row }: Block, start: number, end: number): readonly InsideText[] {
  const notes: InsideText[] = [];
  let index = at;
  let text = '';
  for (const { mark, runs } of row ? [] : segments) {
    for (const run of mark?.kind === 'deleted' ? [] : runs) {
      if (run.embed === 'note') text = '';
      else if (run.isOutside) text += charactersOf(run);
      else {
        if (run.embed === 'note-end' && index >= start && index < end) notes.push({ index, name: '', text });
        index += charactersOf(run).length;
      }
    }
  }
  return notes;
}

/** Whether there is something in a block that somebody wrote. */
export function hasAuthors({ kind, whole, length, row }: Block): boolean {
  return row ? row.number !== undefined : kind !== 'divider' && kind !== 'header' && whole !== 'deleted' && length > 1;
}

/** What to ask for the authors of the row, or of the paragraph, at `at`. */
export function askedOfBlock(blocks: readonly Block[], at: number): Asked {
  const { start, length, row } = blocks[at] as Block;
  if (row?.number !== undefined) return { start: start - 1, end: start, text: '', inside: cellsOfRow(blocks, at), row: row.number };
  return askedOf(blocks, start, start + length - 1);
}

/** The same for [start, end) of the newer version. Of tables it says nothing. */
export function askedOf(blocks: readonly Block[], start: number, end: number): Asked {
  const touched = blocks.filter((block) => block.start + block.length > start && block.start < end);
  const first = touched[0]?.start ?? start;
  const text = touched.map((block) => `${unitsOf(block)}\n`).join('');
  return { start, end, text: text.slice(start - first, end - first), inside: touched.flatMap((block) => notesOf(block, start, end)) };
}

/** The words of a block in a line; signs of tables and notes are spaces. */
export function lineOf({ segments }: Block): string {
  const runs = segments.flatMap(({ mark, runs: all }) => (mark?.kind === 'deleted' ? [] : all));
  return runs.map(({ text, embed }) => (embed === null ? text : embed === 'picture' || embed === 'other' ? '\ufffc' : ' ')).join('');
}
