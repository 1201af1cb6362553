import Embed from 'quill/blots/embed.js';
import { kNote, noteHandler } from '../text/embeds.ts';
import type { Note } from '../text/embeds.ts';

const values = new WeakMap<Node, Note>();

function describe(node: Element, { content = [] }: Note): void {
  const words = content.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('');
  node.setAttribute('title', words);
  node.setAttribute('aria-label', words);
}

/** The mark of a footnote; its words are read by pointing at it. */
export class NoteMark extends Embed {
  static override blotName = kNote;
  static override tagName = 'SUP';
  static override className = 'note-mark';

  static override create(value: unknown): Element {
    const node = super.create(value) as HTMLElement;
    const note = (typeof value === 'object' && value !== null ? value : {}) as Note;
    values.set(node, note);
    node.setAttribute('role', 'note');
    describe(node, note);
    return node;
  }

  static override value(node: HTMLElement): unknown {
    return values.get(node) ?? {};
  }

  /** Called by Quill with the change of the note's value. */
  updateContent(change: unknown): void {
    const note = noteHandler.compose(values.get(this.domNode) ?? {}, change as Note);
    values.set(this.domNode, note);
    describe(this.domNode as Element, note);
  }
}
