import { strings } from '../../words/strings.ts';
import type { NoteMark } from '../note-mark.ts';
import { takeCaret } from '../inside/read-words.ts';
import { loadDrawn } from '../pictures/drawn-picture.ts';
import { renderContent } from '../tables/cell-render.ts';

interface Item {
  readonly element: HTMLLIElement;
  readonly words: HTMLElement;
  readonly back: HTMLButtonElement;
  /** As it was drawn last. */
  drawn: unknown;
}

export interface NotesListEvents {
  /** The words of a note were pressed. */
  pressed(mark: NoteMark, at: { readonly x: number; readonly y: number }): void;
  back(mark: NoteMark): void;
}

/** The notes of the paper below its text, in the order of their marks. */
export class NotesList {
  readonly element = document.createElement('section');
  readonly #list = document.createElement('ol');
  readonly #items = new Map<NoteMark, Item>();
  readonly #events: NotesListEvents;
  readonly #scroll: object;
  #takesCaret = false;

  /** The paper is in `scroll`. */
  constructor(container: HTMLElement, scroll: object, events: NotesListEvents) {
    this.#scroll = scroll;
    this.#events = events;
    const heading = document.createElement('h2');
    heading.textContent = strings.footnotes.heading;
    heading.id = 'notes-heading';
    this.element.className = 'notes';
    this.element.setAttribute('role', 'doc-endnotes');
    this.element.setAttribute('aria-labelledby', heading.id);
    this.element.hidden = true;
    this.element.append(heading, this.#list);
    container.append(this.element);
  }

  /** Returns whether words were drawn anew. */
  show(marks: readonly NoteMark[]): boolean {
    const there = new Set(marks);
    for (const [mark, { element }] of this.#items) {
      if (there.has(mark)) continue;
      element.remove();
      this.#items.delete(mark);
    }
    this.element.hidden = marks.length === 0;
    return marks.map((mark, at) => this.#place(mark, at)).includes(true);
  }

  /** Whether the words take a caret, to be selected where nobody may write. */
  setTakesCaret(yes: boolean): void {
    this.#takesCaret = yes;
    [...this.#list.children].forEach((element, at) => {
      const words = element.querySelector<HTMLElement>('.note-words');
      if (words) this.#dress(words, at);
    });
  }

  itemOf(mark: NoteMark): HTMLLIElement | null {
    return this.#items.get(mark)?.element ?? null;
  }

  /** The element that shows its words. */
  wordsOf(mark: NoteMark): HTMLElement | null {
    return this.#items.get(mark)?.words ?? null;
  }

  /** The note in whose words a node of the page is. */
  noteAround(node: Node): NoteMark | null {
    for (const [mark, { words }] of this.#items) if (words.contains(node)) return mark;
    return null;
  }

  #place(mark: NoteMark, at: number): boolean {
    let item = this.#items.get(mark);
    if (!item) this.#items.set(mark, (item = this.#make(mark)));
    const { element, words, back } = item;
    if (this.#list.children[at] !== element) this.#list.insertBefore(element, this.#list.children[at] ?? null);
    const isOld = item.drawn !== mark.note;
    if (isOld) {
      item.drawn = mark.note;
      renderContent(words, mark.note.content ?? []);
      loadDrawn(words, this.#scroll);
      const isEmpty = (mark.note.content ?? []).length === 0;
      words.classList.toggle('is-empty', isEmpty);
      if (isEmpty) words.textContent = strings.footnotes.empty;
    }
    const label = strings.footnotes.back(at + 1);
    if (back.getAttribute('aria-label') !== label) {
      back.setAttribute('aria-label', label);
      this.#dress(words, at);
    }
    return isOld;
  }

  #dress(words: HTMLElement, at: number): void {
    if (this.#takesCaret !== words.hasAttribute('contenteditable')) takeCaret(words, this.#takesCaret);
    const names = { role: 'textbox', 'aria-multiline': 'true', 'aria-readonly': 'true', 'aria-label': strings.footnotes.words(at + 1) };
    for (const [name, value] of Object.entries(names)) {
      if (this.#takesCaret) words.setAttribute(name, value);
      else words.removeAttribute(name);
    }
  }

  #make(mark: NoteMark): Item {
    const element = document.createElement('li');
    const words = document.createElement('div');
    words.className = 'note-words cell-words';
    words.addEventListener('pointerdown', (event) => {
      const { clientX: x, clientY: y, target } = event;
      if (event.button !== 0 || (event.ctrlKey && target instanceof Element && target.closest('a'))) return;
      this.#events.pressed(mark, { x, y });
      if (element.classList.contains('is-open')) event.preventDefault();
    });
    const back = document.createElement('button');
    back.type = 'button';
    back.className = 'note-back';
    back.textContent = '↩';
    back.addEventListener('click', () => this.#events.back(mark));
    element.append(words, back);
    return { element, words, back, drawn: undefined };
  }
}
