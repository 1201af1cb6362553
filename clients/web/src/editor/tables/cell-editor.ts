import Quill from 'quill/core.js';
import type { EmitterSource } from 'quill/core.js';
import { Delta, deltaOf } from '../../text/delta.ts';
import type { Op, Ops } from '../../text/delta.ts';
import { kUnknownEmbed, toDocument, toView } from '../../text/border.ts';
import { kNote, kTable } from '../../text/embeds.ts';
import { kImage, opOf, pictureOf } from '../../text/pictures.ts';
import { lastRange } from '../last-range.ts';
import { OpenComposition } from '../open-composition.ts';
import { breakInsideOfLines, SoftBreak } from '../soft-break.ts';
import { kNoUploads } from '../pictures/no-uploads.ts';
import { contentChange, toContent, toEditor } from './cell-text.ts';
import type { Mode } from './keys.ts';

export interface CellEvents {
  /** The change of the cell's content that was typed. */
  typed(change: Ops): void;
  composing(): void;
  /** Other words are selected, or the caret is elsewhere. */
  selected(): void;
}

const kOfWords = new Set(['bold', 'italic', 'underline', 'strike', 'code', 'script', 'link']);
/** Formats of words, and what other programs may have put into a cell. */
const kFormats = [...kOfWords, 'list', 'indent', 'divider', kNote, kTable, kImage, kUnknownEmbed, SoftBreak.blotName];
/** Marks at a line's start mean nothing in a cell. */
const kNoMarks = { 'list autofill': null };

/**
 * The editor of the cell that one is in. It lies over the cell and outside of the paper, so that nothing that is typed,
 * selected or composed in it can happen to the paper; the cell below shows the same words and gives it its size.
 */
export class CellEditor {
  readonly element = document.createElement('div');
  readonly quill: Quill;
  readonly #composition: OpenComposition;
  /** As it is in the document, as far as it can be shown. */
  #content: Ops = [];
  #mode: Mode = 'move';

  constructor(container: HTMLElement, events: CellEvents) {
    this.element.className = 'cell-editor';
    this.element.hidden = true;
    container.append(this.element);
    const home = document.createElement('div');
    this.element.append(home);
    this.quill = new Quill(home, {
      formats: kFormats,
      modules: { history: { maxStack: 0 }, keyboard: { bindings: kNoMarks }, uploader: kNoUploads },
    });
    breakInsideOfLines(this.quill); // in a note; in a cell, its keys come first
    const { root } = this.quill;
    root.setAttribute('role', 'textbox');
    root.setAttribute('aria-multiline', 'true');
    root.classList.remove('ql-editor'); // the paper is that
    root.classList.add('cell-words', 'notranslate');
    root.translate = false;
    this.#composition = new OpenComposition(this.quill, events.composing);
    this.quill.on(Quill.events.SELECTION_CHANGE, events.selected);
    this.quill.on(Quill.events.TEXT_CHANGE, (change: Delta, _before: Delta, source: EmitterSource) => {
      const after = this.quill.getContents().ops;
      const made = contentChange(this.#content, change.ops, after);
      this.#content = toContent(after).ops;
      if (source === 'user' && made.ops.length > 0) events.typed(toDocument(made.ops));
    });
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  get mode(): Mode {
    return this.#mode;
  }

  get hasFocus(): boolean {
    return this.element.contains(document.activeElement);
  }

  /** Others' changes may be shown. */
  get yields(): boolean {
    return this.#composition.yields;
  }

  get isUnread(): boolean {
    return this.#composition.isUnread;
  }

  settle(): void {
    this.#composition.rest();
    if (this.isOpen) this.quill.update('user');
  }

  show(content: Ops, label: string): void {
    this.#content = toView(content);
    this.quill.setContents(toEditor(this.#content), 'silent');
    this.quill.root.setAttribute('aria-label', label);
    this.element.hidden = false;
  }

  hide(): void {
    this.settle();
    this.element.hidden = true;
  }

  formats(): Readonly<Record<string, unknown>> {
    const range = lastRange(this.quill);
    return this.isOpen ? this.quill.getFormat(range.index, range.length) : {};
  }

  /** Whether words of the cell are selected by themselves, and not the cell as a whole. */
  get selectsWords(): boolean {
    const { index, length } = lastRange(this.quill);
    return this.isOpen && this.#mode === 'write' && this.quill.getText(index, length).trim() !== '';
  }

  setMode(mode: Mode): void {
    this.#mode = mode;
    this.element.dataset['mode'] = mode;
  }

  /** Takes the focus, with everything selected, or with the caret at the end or where the pointer is. */
  focus(caret: 'all' | 'end' | { readonly x: number; readonly y: number }): void {
    const { quill } = this;
    quill.root.focus({ preventScroll: true });
    const length = quill.getLength() - 1;
    if (caret === 'all') quill.setSelection(0, length, 'silent');
    else quill.setSelection(typeof caret === 'object' ? this.#indexAt(caret, length) : length, 0, 'silent');
  }

  /**
   * A change of the cell that was not typed here; `after` is the content that it leaves. What others put into a cell that
   * is selected is not selected with it: the next key takes the place of what I saw when I came.
   */
  change(ops: Ops, after: Ops): void {
    const wanted = toEditor(toView(after));
    this.quill.updateContents(deltaOf(toView(ops)), 'api');
    const rest = this.quill.getContents().diff(wanted);
    if (rest.ops.length > 0) this.quill.updateContents(rest, 'api');
    this.#content = toView(after);
  }

  get #isAllSelected(): boolean {
    const range = this.quill.selection.lastRange;
    return range !== null && range.index === 0 && range.length >= this.quill.getLength() - 1;
  }

  /** Whether Ctrl+A has nothing more to select here. */
  get isAllSelected(): boolean {
    this.quill.selection.update('silent');
    return this.#isAllSelected;
  }

  /** Puts words, and pictures of the paper, in place of what is selected. */
  insert(ops: Ops): void {
    const range = this.quill.getSelection(true);
    const words = new Delta();
    for (const op of ops) {
      const picture = pictureOf(op);
      if (picture) words.push(opOf(picture) as Op);
      else if (typeof op.insert === 'string') words.insert(op.insert, ofWords(op.attributes));
    }
    const change = new Delta().retain(range.index).concat(words).delete(range.length);
    this.quill.updateContents(change, 'user');
    this.quill.setSelection(range.index + words.length(), 0, 'silent');
  }

  #indexAt({ x, y }: { readonly x: number; readonly y: number }, end: number): number {
    const place = document.caretRangeFromPoint?.(x, y);
    if (!place || !this.quill.root.contains(place.startContainer)) return end;
    const blot = this.quill.scroll.find(place.startContainer, true);
    if (!blot) return end;
    const at = blot.offset(this.quill.scroll) + (place.startContainer instanceof Text ? place.startOffset : 0);
    return Math.min(at, end);
  }
}

function ofWords(attributes: Op['attributes']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes ?? {}).filter(([name]) => kOfWords.has(name)));
}
