import type Quill from 'quill/core.js';
import Delta from 'quill-delta';
import { kNote } from '../../text/embeds.ts';
import type { Note } from '../../text/embeds.ts';
import type { InsideChange, Ops } from '../../text/delta.ts';
import { strings } from '../../words/strings.ts';
import type { CalmHistory } from '../calm-history.ts';
import { blotsOf, unitAt } from '../blots-of.ts';
import { run } from '../commands.ts';
import type { Command } from '../commands.ts';
import { refuseInput } from '../inside/read-words.ts';
import { NoteMark } from '../note-mark.ts';
import { isMac } from '../platform.ts';
import { keyPress, requestFor } from '../shortcuts.ts';
import { CellEditor } from '../tables/cell-editor.ts';
import { NotesList } from './notes-list.ts';

export interface NotesEvents {
  /** One goes into a note. */
  entered(): void;
  /** Words of notes were drawn anew. */
  drawn(): void;
  /** Another note is open, or another place in it is selected. */
  moved(): void;
  composing(): void;
  /** Somebody deleted the note that one was writing in, with these words. */
  gone(words: string): void;
}

const kWordCommands = new Set<Command['kind']>(['toggle', 'script', 'clear']);

/**
 * The footnotes of the paper: numbers their marks by place, lists them below the text, and has the one that is being written.
 * A note is part of the paper: what is typed in it is a change of the paper, and undone with it.
 */
export class Notes {
  readonly editor: CellEditor;
  readonly #quill: Quill;
  readonly #events: NotesEvents;
  readonly list: NotesList;
  #open: NoteMark | null = null;
  #own = false;
  #mayWrite = false;
  #mayRead = false;
  /** The note whose words somebody who may not write was in last. */
  #read: NoteMark | null = null;
  #due = false;

  constructor(quill: Quill, events: NotesEvents) {
    this.#quill = quill;
    this.#events = events;
    this.list = new NotesList(quill.container, quill.scroll, {
      pressed: (mark, at) => this.open(mark, at),
      back: (mark) => this.#goBack(mark),
    });
    this.editor = new CellEditor(quill.container, { typed: (ops) => this.#typed(ops), composing: events.composing, selected: events.moved });
    this.editor.setMode('write');
    this.#listen();
  }

  get isActive(): boolean {
    return this.#open !== null;
  }

  /** The note that one writes in. */
  get openMark(): NoteMark | null {
    return this.#open;
  }

  /** `mayRead`: who may not write gets a caret in the words of notes, to comment on them. */
  setMayWrite(mayWrite: boolean, mayRead: boolean): void {
    this.#mayWrite = mayWrite;
    this.#mayRead = mayRead;
    this.#read = null;
    if (!mayWrite) this.leave();
    this.list.setTakesCaret(mayRead);
  }

  /** Everything is shown anew. */
  loaded(): void {
    this.leave();
    this.#refresh();
  }

  settle(): void {
    this.editor.settle();
  }

  focus(): void {
    this.editor.quill.root.focus({ preventScroll: true });
  }

  /** Goes back to the words that one was in last without writing. Returns false if there are none. */
  goBackToWords(): boolean {
    const words = this.#read && this.list.wordsOf(this.#read);
    words?.focus({ preventScroll: true });
    return words !== null;
  }

  /** At the end of what is selected, with the caret in its words. Beside a mark it goes to that one's words. */
  insertHere(): void {
    if (this.#open) return this.#goBack(this.#open);
    const quill = this.#quill;
    const { index, length } = quill.getSelection(true);
    const there = length === 0 ? (this.markAt(index - 1) ?? this.markAt(index)) : null;
    if (there) return this.open(there);
    if (!this.#mayWrite) return;
    this.#insert(new Delta().retain(index + length), index + length);
  }

  /** Opens the words of a note; who may not write only goes there. */
  open(mark: NoteMark, caret: 'end' | { readonly x: number; readonly y: number } = 'end'): void {
    this.#refresh();
    const item = this.list.itemOf(mark);
    if (!item) return;
    if (!this.#mayWrite) {
      if (this.#mayRead && caret === 'end') this.list.wordsOf(mark)?.focus({ preventScroll: true });
      return item.scrollIntoView({ block: 'nearest' });
    }
    if (mark !== this.#open) {
      this.leave();
      this.#events.entered();
      this.#quill.history.cutoff();
      this.#open = mark;
      mark.listener = (change) => this.#changed(change);
      item.classList.add('is-open');
      item.prepend(this.editor.element);
      this.editor.show(mark.note.content ?? [], strings.footnotes.words(this.#marks().indexOf(mark) + 1));
    }
    this.editor.focus(caret);
    item.scrollIntoView({ block: 'nearest' });
    this.#events.moved();
  }

  leave(): void {
    const mark = this.#open;
    if (!mark) return;
    this.editor.hide(); // what was not read of it is read first
    this.#open = null;
    mark.listener = undefined;
    this.list.itemOf(mark)?.classList.remove('is-open');
    this.#quill.container.append(this.editor.element);
    this.#events.moved();
  }

  run(command: Command): void {
    if (command.kind === 'undo') this.#quill.history.undo();
    else if (command.kind === 'redo') this.#quill.history.redo();
    else if (command.kind === 'note') this.insertHere();
    else if (kWordCommands.has(command.kind)) run(this.editor.quill, command);
  }

  // ---- marks

  #marks(): readonly NoteMark[] {
    return blotsOf(this.#quill, NoteMark);
  }

  placeOf(mark: NoteMark): number {
    return mark.offset(this.#quill.scroll);
  }

  /** The note whose mark is the unit at `index`. */
  markAt(index: number): NoteMark | null {
    return unitAt(this.#quill, index, NoteMark);
  }

  #insert(change: Delta, index: number): void {
    const quill = this.#quill;
    quill.history.cutoff();
    quill.updateContents(change.insert({ [kNote]: {} }), 'user');
    quill.setSelection(index + 1, 0, 'silent');
    const made = this.markAt(index);
    if (made) this.open(made);
  }

  #goBack(mark: NoteMark): void {
    const index = this.placeOf(mark) + 1;
    this.leave();
    this.#quill.focus();
    this.#quill.setSelection(index, 0, 'user');
  }

  // ---- the open note

  #typed(ops: Ops): void {
    if (!this.#open) return;
    this.#own = true;
    const change = new Delta().retain(this.placeOf(this.#open)).retain({ [kNote]: { content: [...ops] } });
    this.#quill.updateContents(change, 'user');
    this.#own = false;
  }

  #changed(change: Note): void {
    if (!this.#own && this.#open) this.editor.change(change.content ?? [], this.#open.note.content ?? []);
    this.#events.moved();
  }

  #remove(): void {
    const mark = this.#open;
    if (!mark) return;
    const index = this.placeOf(mark);
    this.leave();
    this.#quill.focus();
    this.#quill.history.cutoff();
    this.#quill.updateContents(new Delta().retain(index).delete(1), 'user');
    this.#quill.setSelection(index, 0, 'user');
  }

  #keyDown(event: KeyboardEvent): void {
    const mark = this.#open;
    if (!mark || event.isComposing) return;
    const asked = requestFor(keyPress(event), isMac);
    const isEmpty = this.editor.quill.getLength() <= 1;
    if (event.key === 'Escape') this.#goBack(mark);
    else if (isEmpty && (event.key === 'Backspace' || event.key === 'Delete')) this.#remove();
    else if (asked !== null && typeof asked === 'object') this.run(asked);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // ---- the page

  #listen(): void {
    const { root, container } = this.#quill;
    const { element } = this.editor;
    element.addEventListener('keydown', (event) => this.#keyDown(event), { capture: true });
    root.addEventListener('focus', () => {
      this.leave();
      this.#read = null;
    });
    refuseInput(this.list.element, () => this.#mayWrite);
    this.list.element.addEventListener('focusin', ({ target }) => {
      if (this.#mayRead && target instanceof Node) this.#read = this.list.noteAround(target);
    });
    this.list.element.addEventListener('keydown', (event) => {
      const mark = this.#mayRead && event.key === 'Escape' && event.target instanceof Node ? this.list.noteAround(event.target) : null;
      if (!mark) return;
      event.preventDefault();
      this.#goBack(mark);
    });
    root.addEventListener('click', (event) => {
      const node = event.target instanceof Element ? event.target.closest(`.${NoteMark.className}`) : null;
      const mark = node && this.#quill.scroll.find(node);
      if (mark instanceof NoteMark) this.open(mark);
    });
    this.#quill.on('text-change', (change: Delta, _before: Delta, source: string) => {
      if (this.#open && !this.#open.domNode.isConnected) this.#gone(source === 'user');
      this.#refreshSoon();
      if (source === 'user') this.#readSign(change);
    });
    (this.#quill.history as CalmHistory).showsInside.push((done) => this.#showStep(done));
    container.append(this.list.element);
  }

  /** The note that is open was deleted. If others did it, what I go on to type must not get into the paper. */
  #gone(byMe: boolean): void {
    const had = this.editor.hasFocus;
    const words = this.editor.quill.getText().trim();
    this.leave();
    if (!had) return;
    if (byMe) this.#quill.focus({ preventScroll: true });
    else this.#events.gone(words);
  }

  /** After undo and redo: the note that changed. */
  #showStep({ index, change }: InsideChange): boolean {
    const mark = kNote in change ? this.markAt(index) : null;
    if (mark) this.open(mark);
    return mark !== null;
  }

  /** `[^` makes a note of itself. */
  #readSign(change: Delta): void {
    const [first, second] = change.ops;
    const typed = change.ops.at(-1)?.insert === '^' && change.ops.length <= 2;
    if (!typed || !this.#mayWrite) return;
    const index = second && typeof first?.retain === 'number' ? first.retain : 0;
    const quill = this.#quill;
    if (index === 0 || quill.getText(index - 1, 2) !== '[^' || quill.getFormat(index)['code-block'] || quill.composition.isComposing) return;
    setTimeout(() => {
      if (quill.getText(index - 1, 2) === '[^') this.#insert(new Delta().retain(index - 1).delete(2), index - 1);
    }, 0);
  }

  #refreshSoon(): void {
    if (this.#due) return;
    this.#due = true;
    setTimeout(() => {
      this.#due = false;
      this.#refresh();
    }, 0);
  }

  /** Numbers the marks and draws the list. What it does to the paper's elements is not for its guard. */
  #refresh(): void {
    const { scroll } = this.#quill;
    if (scroll.batch) return this.#refreshSoon();
    scroll.update(); // whatever happened to the page before this is looked at first
    const marks = this.#marks();
    marks.forEach((mark, at) => mark.number(at + 1));
    scroll.observer.takeRecords();
    if (this.list.show(marks)) this.#events.drawn();
  }
}
