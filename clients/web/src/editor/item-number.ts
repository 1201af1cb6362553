import { Parchment } from 'quill/core.js';
import type Quill from 'quill/core.js';
import type Block from 'quill/blots/block.js';
import { kStart, startIn } from '../text/item-number.ts';
import { countedLine, ListNumbers } from '../text/list-numbers.ts';

const kVariable = '--start';

/** The number that an item says, for the styles that count: they set their counter to it. */
class ItemNumber extends Parchment.Attributor {
  constructor() {
    super(kStart, `data-${kStart}`, { scope: Parchment.Scope.BLOCK });
  }

  override add(node: HTMLElement, value: unknown): boolean {
    node.style.setProperty(kVariable, String(value));
    return super.add(node, value);
  }

  override remove(node: HTMLElement): void {
    super.remove(node);
    node.style.removeProperty(kVariable);
    if (node.getAttribute('style') === '') node.removeAttribute('style');
  }

  override value(node: HTMLElement): string | undefined {
    return startIn(node.getAttribute(this.keyName));
  }
}

/** For the editor's registry. */
export const itemNumber = new ItemNumber();

/** The number that the item would have if it said none, as the styles count. */
function numberBefore(quill: Quill, item: Block): number {
  const numbers = new ListNumbers();
  for (const line of quill.getLines(0, item.offset(quill.scroll))) numbers.next(countedLine('children' in line ? line.formats() : {}));
  return numbers.next({ ...countedLine(item.formats()), list: 'ordered', start: null });
}

/** The change of an item that is to have `number`: none is said where it has that number anyway. */
export function sayNumber(quill: Quill, item: Block, number: number): Record<string, string | null> {
  return { [kStart]: number === numberBefore(quill, item) ? null : String(number) };
}
