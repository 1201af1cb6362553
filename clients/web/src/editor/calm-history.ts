import History from 'quill/modules/history.js';

type Step = History['stack']['undo'][number];

/** A selection of more units is not shown again after undo: everything that is selected must be laid out at once. */
const kLongestSelection = 20_000;

/** Quill's undo, which shows the selection of before; of a very long one, the caret where it began. */
export class CalmHistory extends History {
  /** Shows a step that changed a table; false: it is none of its steps. */
  showInTable: (delta: Step['delta']) => boolean = () => false;

  override restoreSelection(step: Step): void {
    if (this.showInTable(step.delta)) return;
    const { range } = step;
    const isLong = range !== null && range.length > kLongestSelection;
    super.restoreSelection(isLong ? { ...step, range: { index: range.index, length: 0 } } : step);
  }
}
