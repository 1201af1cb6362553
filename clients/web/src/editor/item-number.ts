import { Parchment } from 'quill/core.js';
import type Quill from 'quill/core.js';
import type Block from 'quill/blots/block.js';
import { kStart, startIn } from '../text/item-number.ts';
import { kQuote, quotesIn } from '../text/quotes.ts';

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
  const own = Number(item.formats()['indent'] ?? 0);
  const quotes = quotesIn(item.formats()[kQuote]); // a list ends with its quotation
  let count = 0;
  for (const line of quill.getLines(0, item.offset(quill.scroll)).toReversed()) {
    const formats = 'children' in line ? (line.formats() as Readonly<Record<string, unknown>>) : {};
    const level = Number(formats['indent'] ?? 0);
    if (formats['list'] ? level < own || (level === own && quotesIn(formats[kQuote]) !== quotes) : level === 0) break;
    if (formats['list'] !== 'ordered' || level > own) continue;
    count += 1;
    const said = startIn(formats[kStart]);
    if (said !== undefined) return Number(said) + count;
  }
  return count + 1;
}

/** The change of an item that is to have `number`: none is said where it has that number anyway. */
export function sayNumber(quill: Quill, item: Block, number: number): Record<string, string | null> {
  return { [kStart]: number === numberBefore(quill, item) ? null : String(number) };
}
