import type Quill from 'quill/core.js';
import Delta from 'quill-delta';
import { marksIn } from '../text/template-marks.ts';
import type { Formats, Mark } from '../text/template-marks.ts';
import { lastRange } from './last-range.ts';
import { placeInPaper } from './tables/edits.ts';
import type { Tables } from './tables/tables.ts';
import { withoutBreaks } from '../text/soft-break.ts';

/** What a template says of the place of the caret. */
export interface MarkedPlace {
  readonly kind: 'line' | 'heading' | 'table';
  readonly words: string;
  readonly marks: Formats;
}

/** Null: the caret is in no line that can have marks. */
export function markedPlace(quill: Quill, tables: Tables): MarkedPlace | null {
  const table = tables.current?.blot;
  if (table) return { kind: 'table', words: '', marks: marksIn(table.attributes.values()) };
  const line = linesHere(quill)[0];
  if (!line || !('children' in line)) return null;
  const formats = line.formats() as Formats;
  return { kind: 'header' in formats ? 'heading' : 'line', words: withoutBreaks(quill.getText(line.offset(quill.scroll), line.length() - 1)), marks: marksIn(formats) };
}

/** Sets a mark of the lines that are selected, or of the table that one is in; null takes it away. */
export function setMark(quill: Quill, tables: Tables, name: Mark, value: unknown): void {
  const table = tables.current?.blot;
  quill.history.cutoff();
  if (table) quill.updateContents(new Delta().retain(placeInPaper(quill, table)).retain(1, { [name]: value }), 'user');
  else {
    const change = new Delta();
    let done = 0;
    for (const line of linesHere(quill).filter((each) => 'children' in each)) {
      const end = line.offset(quill.scroll) + line.length() - 1;
      change.retain(end - done).retain(1, { [name]: value });
      done = end + 1;
    }
    quill.updateContents(change, 'user');
  }
  quill.history.cutoff();
}

function linesHere(quill: Quill): ReturnType<Quill['getLines']> {
  const range = lastRange(quill);
  return quill.getLines(range.index, Math.max(range.length, 1));
}
