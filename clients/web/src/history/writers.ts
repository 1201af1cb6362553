import type { Asked } from './inside-texts.ts';
import { writersOf } from './shares.ts';
import type { Blame, BlameRun, Moment } from './types.ts';

/** Some words with one author. */
export interface Writing {
  readonly key: string;
  /** Words of the text itself, of a cell or of a note; or a row itself, which has none. */
  readonly of: 'text' | 'cell' | 'note' | 'row';
  /** The name of the column. */
  readonly column: string;
  readonly words: string;
  readonly by: number;
  readonly first: Moment;
  readonly last: Moment;
}

/** The answer to the question, in the order of the text. */
export function writingsOf(blame: Blame, asked: Asked): readonly Writing[] {
  const { start, end, row } = asked;
  const made: Writing[] = [];
  const add = (of: Writing['of'], column: string, text: string, { index, length, by, first, last }: BlameRun): void => {
    made.push({ key: `${made.length}`, of, column, words: text.slice(index, index + length), by, first, last });
  };
  if (row === undefined) for (const run of writersOf(blame, start, end)) add('text', '', asked.text, { ...run, index: run.index - start });
  const rows = blame.inside.find(({ index, part }) => row !== undefined && index === start && part === 'rows');
  const added = rows?.runs.find((run) => row !== undefined && run.index < row && row <= run.index + run.length);
  if (added) add('row', '', '', added);
  for (const text of asked.inside) {
    const part = blame.inside.find(
      (one) => one.index === text.index && (text.row === undefined ? one.part === 'note' : one.part === 'cell' && one.row === text.row && one.column === text.column),
    );
    for (const run of part ? writersOf(part, 0, text.text.length) : []) add(text.row === undefined ? 'note' : 'cell', text.name, text.text, run);
  }
  return made;
}
