import Quill from 'quill/core.js';
import { countedLine, ListNumbers } from '../text/list-numbers.ts';
import { QuietAttribute } from './quiet-attribute.ts';

/**
 * Marks the items that are the first of their list although the styles would count on: a list ends with its quotation, which no
 * style can see. Looks at a paper only if it has quoted items; then at all of its lines, once after a change. Returns what to call
 * when all of it is shown anew.
 */
export function numberQuotedItems(quill: Quill): () => void {
  const marks = new QuietAttribute(quill, 'data-anew');
  let due = false;
  const refresh = (): void => {
    due = false;
    marks.show(quill.root.querySelector('li[data-quote]') ? firstItems(quill) : new Map());
  };
  const soon = (): void => {
    if (due) return;
    due = true;
    setTimeout(refresh, 0);
  };
  quill.on(Quill.events.TEXT_CHANGE, soon);
  return soon;
}

function firstItems(quill: Quill): ReadonlyMap<Element, string> {
  const numbers = new ListNumbers();
  const found = new Map<Element, string>();
  for (const line of quill.getLines()) {
    const formats = 'children' in line ? (line.formats() as Readonly<Record<string, unknown>>) : {};
    const counted = countedLine(formats);
    const number = numbers.next(counted);
    if (number === 1 && counted.start === null) found.set(line.domNode as Element, '');
  }
  return found;
}
