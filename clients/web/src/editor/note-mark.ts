import Block from 'quill/blots/block.js';
import Embed from 'quill/blots/embed.js';
import { kNote, noteHandler } from '../text/embeds.ts';
import type { Note } from '../text/embeds.ts';
import { strings } from '../words/strings.ts';

const values = new WeakMap<Node, Note>();

/** The words of a note in one line. */
export function noteWords({ content = [] }: Note): string {
  return content.map(({ insert }) => (typeof insert === 'string' ? insert.replaceAll('\n', ' ') : '')).join('');
}

/** The mark of a footnote in the text. Its words are below the paper: see notes/notes.ts, which also gives it its number. */
export class NoteMark extends Embed {
  static override blotName = kNote;
  static override tagName = 'SPAN';
  static override className = 'note-mark';

  /** Told of each change after it was made. */
  listener: ((change: Note) => void) | undefined;

  static override create(value: unknown): Element {
    const node = super.create() as HTMLElement;
    values.set(node, (typeof value === 'object' && value !== null ? value : {}) as Note);
    node.setAttribute('role', 'note');
    return node;
  }

  static override value(node: HTMLElement): unknown {
    return values.get(node) ?? {};
  }

  get note(): Note {
    return NoteMark.value(this.domNode as HTMLElement) as Note;
  }

  /** Shows the number that it has by its place. Changes attributes of the page only. */
  number(number: number): void {
    const node = this.domNode as HTMLElement;
    node.dataset['number'] = String(number);
    node.setAttribute('aria-label', strings.footnotes.mark(number, noteWords(this.note)));
  }

  /**
   * Takes a change of the note's value. Not under the name by which Quill calls tables: it then reads nothing that is
   * typed at the edges of the mark.
   */
  changeNote(change: Note): void {
    values.set(this.domNode, noteHandler.compose(this.note, change));
    for (let home: unknown = this.parent; home instanceof Object && 'parent' in home; home = home.parent) {
      if (home instanceof Block) home.cache = {}; // it remembers its content
    }
    this.listener?.(change);
  }
}
