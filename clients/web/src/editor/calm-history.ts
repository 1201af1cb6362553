import History from 'quill/modules/history.js';
import Delta from 'quill-delta';
import { insideChange } from '../text/delta.ts';
import type { InsideChange } from '../text/delta.ts';
import { kTable, tableHandler } from '../text/embeds.ts';
import type { Table } from '../text/embeds.ts';
import { refusesAloud } from './frozen-here.ts';
import { tableAt } from './tables/edits.ts';

type Step = History['stack']['undo'][number];

/** A selection of more units is not shown again after undo: everything that is selected must be laid out at once. */
const kLongestSelection = 20_000;

/** Quill's undo, which shows the selection of before; of a very long one, the caret where it began. */
export class CalmHistory extends History {
  /** Each shows what a step did inside of an embed of its kind; false: it is of another kind. */
  readonly showsInside: ((done: InsideChange) => boolean)[] = [];

  /**
   * As the parent's, which composes the whole paper for the inverse of a change in a table, and copies each of its cells. The
   * table knows what it was before.
   */
  override record(change: Delta, before: Delta): void {
    const inverse = this.#inverse(change);
    super.record(inverse ? Object.assign(new Delta(change), { invert: () => inverse }) : change, before);
  }

  /** As the parent's. A step that frozen parts do not let happen any more is forgotten: its opposite would fit nothing. */
  override change(source: 'undo' | 'redo', dest: 'undo' | 'redo'): void {
    const step = this.stack[source].at(-1);
    if (step && refusesAloud(this.quill, step.delta)) this.stack[source].pop();
    else super.change(source, dest);
  }

  override restoreSelection(step: Step): void {
    const done = insideChange(step.delta.ops);
    if (done && this.showsInside.some((shows) => shows(done))) return;
    const { range } = step;
    const isLong = range !== null && range.length > kLongestSelection;
    super.restoreSelection(isLong ? { ...step, range: { index: range.index, length: 0 } } : step);
  }

  /** The inverse of a change of one table and nothing else. */
  #inverse({ ops }: Delta): Delta | null {
    const [first, second] = ops;
    const retained = typeof first?.retain === 'number' && !first.attributes ? first.retain : 0;
    const own = retained > 0 ? second : first;
    if (ops.length !== (retained > 0 ? 2 : 1) || typeof own?.retain !== 'object') return null;
    const blot = tableAt(this.quill, retained);
    const change = own.retain[kTable] as Table | undefined;
    return blot && change ? new Delta().retain(retained).retain({ [kTable]: tableHandler.invert(change, blot.before) }) : null;
  }
}
