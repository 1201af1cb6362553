import { Parchment } from 'quill/core.js';
import type Quill from 'quill/core.js';
import type Block from 'quill/blots/block.js';
import type { Range } from 'quill/core/selection.js';
import Break from 'quill/blots/break.js';
import Text from 'quill/blots/text.js';
import Delta from 'quill-delta';
import { kSoftBreak } from '../text/soft-break.ts';
import { formatsOf } from './pasted-lines.ts';

type Blot = NonNullable<Block['children']['tail']>;

/** U+2028 on the page. Browsers draw that character as nothing; a `br` breaks the line, and carets and keys know it. */
export class SoftBreak extends Parchment.EmbedBlot {
  static override blotName = 'soft-break';
  static override tagName = 'BR';
  static override className = 'soft-break';

  /** No embed to anybody: it is text. */
  static override value(): undefined {
    return undefined;
  }

  override value(): string {
    return kSoftBreak as never;
  }
}

/** Text whose breaks are elements of their own. */
export class Words extends Text {
  override optimize(context: Parameters<Text['optimize']>[0]): void {
    super.optimize(context);
    // What was joined with the words before it is out of the page, and still asked.
    if (this.domNode.parentNode && this.value().includes(kSoftBreak)) partAtBreaks(this);
  }
}

/** From the end on, so that each part is finished when it is cut off. */
function partAtBreaks(words: Text): void {
  for (let at = words.value().lastIndexOf(kSoftBreak); at >= 0; at = words.value().lastIndexOf(kSoftBreak)) {
    words.split(at + 1);
    const sign = words.split(at);
    sign?.replaceWith(SoftBreak.blotName, true);
    if (sign === words) return;
  }
}

/** The element of an empty line; it also makes the line behind a break that nothing follows, which has no height by itself. */
export class LineFiller extends Break {
  override optimize(): void {
    if (this.next || (this.prev && !(lastLeaf(this.prev) instanceof SoftBreak))) this.remove();
  }
}

function lastLeaf(blot: Blot | null): Blot | null {
  let at = blot;
  while (at instanceof Parchment.ParentBlot) at = at.children.tail as Blot | null;
  return at;
}

/** For the end of a line's own optimizing. */
export function fillLastLine(block: Block): void {
  const { tail } = block.children;
  if (tail instanceof Break || !(lastLeaf(tail) instanceof SoftBreak)) return;
  block.appendChild(block.scroll.create('break'));
}

/** The words of a line without any format, with their breaks. */
export function wordsOf(scroll: Block['scroll'], text: string): readonly Blot[] {
  if (!text.includes(kSoftBreak)) return [scroll.create('text', text) as Blot];
  const parts = text.split(kSoftBreak).flatMap((part, at) => {
    const words = part === '' ? [] : [scroll.create('text', part) as Blot];
    return at === 0 ? words : [scroll.create(SoftBreak.blotName) as Blot, ...words];
  });
  return text.endsWith(kSoftBreak) ? [...parts, scroll.create('break') as Blot] : parts;
}

/** Shift+Enter: a break inside of the line. In code it is Enter. Call it after whatever else binds Enter first. */
export function breakInsideOfLines(quill: Quill): void {
  const { keyboard } = quill;
  keyboard.addBinding({ key: 'Enter', shiftKey: true }, (range: Range) => !breaksInside(quill, range));
  const all = keyboard.bindings['Enter'];
  const added = all?.pop();
  if (added) all?.unshift(added);
}

/** False: Quill does it. */
function breaksInside(quill: Quill, { index, length }: Range): boolean {
  const [line] = quill.getLine(index) as [Block | null, number];
  const all = quill.getFormat(index, length);
  if (!line || !('children' in line) || all['code-block']) return false;
  const formats = { ...formatsOf(all, false) };
  // What is typed behind a link, and so the break, is not in it.
  if (formats['link'] && quill.getFormat(index + length, 1)['link'] !== formats['link']) delete formats['link'];
  quill.updateContents(new Delta().retain(index).insert(kSoftBreak, formats).delete(length), 'user');
  quill.setSelection(index + 1, 0, 'silent');
  for (const [name, value] of Object.entries(formats)) if (name !== 'link') quill.format(name, value, 'user');
  quill.scrollSelectionIntoView();
  return true;
}
