import Quill from 'quill/core.js';
import type { EmitterSource } from 'quill/core.js';
import Delta from 'quill-delta';
import type { Op, Ops } from '../text/delta.ts';
import type { DocumentView } from '../sync/session.ts';
import { kKnownFormats, toDocument, toView } from '../text/border.ts';
import { strings } from '../words/strings.ts';
import { CalmHistory } from './calm-history.ts';
import { CleanClipboard } from './clipboard.ts';
import type { PasteReport } from './clipboard.ts';
import { run } from './commands.ts';
import type { Command, Formats } from './commands.ts';
import { deleteOurWay } from './delete-range.ts';
import { FrozenEditor } from './frozen-editor.ts';
import { refuseFormatsAtCaret } from './frozen-here.ts';
import { registerFormats } from './formats.ts';
import { InsideView } from './inside/inside-view.ts';
import { refuseInput } from './inside/read-words.ts';
import { keyboardBindings } from './keyboard.ts';
import { breakMarkedLines } from './line-break.ts';
import { lastRange } from './last-range.ts';
import { Notes } from './notes/notes.ts';
import { OpenComposition } from './open-composition.ts';
import { PageGuard } from './page-guard.ts';
import type { PictureStore } from './pictures/contract.ts';
import { fitFormats } from './pictures/fit-formats.ts';
import type { PictureSpots } from './pictures/picture-spots.ts';
import { kNoUploads } from './pictures/no-uploads.ts';
import { showPicturesFrom } from './pictures/picture-blot.ts';
import { PictureRoom } from './pictures/room.ts';
import { keepingPlace } from './scroll-anchor.ts';
import { numberQuotedItems } from './quoted-numbers.ts';
import { Sheaf } from './sheaves.ts';
import { breakInsideOfLines, SoftBreak } from './soft-break.ts';
import { insertTableHere, listenBesideTables } from './tables/paper-edges.ts';
import { kHeader } from './tables/model.ts';
import { Placement } from './tables/placement.ts';
import type { KeptView } from '../text/kept-view.ts';
import type { TableSpot } from './tables/placement.ts';
import { Tables } from './tables/tables.ts';

export interface ViewEvents {
  /** A change made here, in the view's positions. */
  change(ops: Ops): void;
  /** Any change of the shown text, others' too. */
  edited(ops: Ops): void;
  /** Everything is shown anew: places of before mean nothing any more. */
  loaded(): void;
  /** The selection or the text changed. */
  /** The caret, the selection or the text under it is another; `byMe`: by what this person did. */
  moved(byMe: boolean): void;
  /** An input method began, rests, goes on or ended. */
  composing(): void;
  pasted(report: PasteReport): void;
  /** One is in another place of a table, or in none. */
  inTable(spot: TableSpot | null): void;
  /** A pasted block was wider than the table. */
  leftOut(cells: number): void;
  /** Somebody deleted the cell that one was writing in, with these words. */
  cellGone(words: string): void;
  /** The same of a note. */
  noteGone(words: string): void;
  /** A change of what belongs to the template was refused; the words that it would have brought. */
  frozen(words: string): void;
  /** The menu of a table's row is asked for. */
  /** The calendar of the cell was asked for by keyboard. */
  calendar(): void;
  tableMenu(menu: 'row' | 'column'): void;
  /** How the tables of the paper were looked at in this browser. */
  keptViews(): readonly KeptView[];
  keepViews(views: readonly KeptView[]): void;
  /** Another picture is worked at, or it or an upload is elsewhere. */
  pictures(spots: PictureSpots): void;
  pictureInserted(): void;
}

/** "select": there is a caret, by which words can be chosen with the keyboard; nothing that is typed goes in. */
export type ViewMode = 'write' | 'select' | 'read';

/** The text on the screen: Quill, with what makes it quick in long papers and careful with other people's content. */
export class QuillView implements DocumentView {
  readonly quill: Quill;
  readonly tables: Tables;
  readonly notes: Notes;
  readonly inside: InsideView;
  readonly pictures: PictureRoom;
  readonly #editor: FrozenEditor;
  readonly #events: ViewEvents;
  readonly #guard: PageGuard;
  readonly #numberAnew: () => void;
  readonly #composition: OpenComposition;
  #mode: ViewMode = 'read';

  constructor(container: HTMLElement, placeholder: string, label: string, store: PictureStore, events: ViewEvents) {
    registerFormats();
    Quill.register({ 'modules/clipboard': CleanClipboard, 'modules/history': CalmHistory }, true);
    this.#events = events;
    this.quill = new Quill(container, {
      formats: [...kKnownFormats, Sheaf.blotName, SoftBreak.blotName],
      placeholder,
      readOnly: true,
      modules: {
        history: { userOnly: true, delay: 800, maxStack: 400 },
        keyboard: { bindings: keyboardBindings },
        uploader: kNoUploads,
      },
    });
    deleteOurWay(this.quill);
    breakMarkedLines(this.quill);
    breakInsideOfLines(this.quill);
    refuseFormatsAtCaret(this.quill);
    this.#editor = FrozenEditor.over(this.quill.editor);
    this.quill.editor = this.#editor;
    this.#editor.onRefused = (words, at) => {
      if (at !== undefined && this.quill.hasFocus()) this.quill.setSelection(at, 0, 'silent');
      events.frozen(words);
    };
    this.#guard = new PageGuard(this.quill);
    this.#numberAnew = numberQuotedItems(this.quill);
    this.#composition = new OpenComposition(this.quill, () => events.composing());
    (this.quill.clipboard as CleanClipboard).onReport = (report) => events.pasted(report);
    this.#nameRoot(label);
    this.tables = this.#makeTables();
    this.notes = new Notes(this.quill, {
      entered: () => this.tables.leave(),
      drawn: () => events.moved(false),
      moved: () => events.moved(true),
      composing: () => events.composing(),
      gone: (words) => events.noteGone(words),
    });
    this.inside = new InsideView(this.quill, this.tables, this.notes);
    this.pictures = this.#makePictures(store);
    this.#listen();
  }

  load(content: Ops): void {
    this.tables.leave();
    const top = window.scrollY;
    this.#guard.restore();
    this.#editor.letting(() => this.quill.setContents(new Delta(toView(content) as Op[]), 'silent'));
    this.quill.history.clear();
    window.scrollTo({ top, behavior: 'instant' });
    this.#numberAnew();
    this.notes.loaded();
    this.tables.loaded();
    this.pictures.loaded();
    this.#events.loaded();
    this.#events.moved(false);
  }

  applyRemote(ops: Ops): void {
    const shown = new Delta(toView(ops) as Op[]);
    const change = fitFormats(shown, (from, length) => this.quill.getContents(from, length).ops);
    this.#guard.restoreFor(change);
    keepingPlace(this.quill.root, barsHeight(), () => this.#apply(change));
  }

  settle(): void {
    this.tables.settle();
    this.notes.settle();
    this.#composition.rest();
    this.quill.update('user');
  }

  length(): number {
    return this.quill.getLength();
  }

  get isReady(): boolean {
    return this.#composition.yields && this.tables.editor.yields && this.notes.editor.yields;
  }

  get hasUnsubmitted(): boolean {
    return this.#composition.isUnread || this.tables.editor.isUnread || this.notes.editor.isUnread;
  }

  /** Formats at the selection, or where it was last. Never moves the focus. */
  formats(): Formats {
    if (this.tables.isActive) return this.tables.editor.formats();
    if (this.notes.isActive) return this.notes.editor.formats();
    const range = this.range();
    return range ? this.quill.getFormat(range.index, range.length) : {};
  }

  /** The words that one is in: the paper's, those of a cell or of a note. Null in the header of a table, whose names have no formats. */
  get wordsAtHand(): Quill | null {
    if (this.tables.isActive) return this.tables.place?.row === kHeader ? null : this.tables.editor.quill;
    return this.notes.isActive ? this.notes.editor.quill : this.quill;
  }

  /** Reads the selection from the page now: a key may be faster than the event that tells of the one before. */
  readSelection(): void {
    for (const quill of [this.quill, this.tables.editor.quill, this.notes.editor.quill]) if (quill.hasFocus()) quill.selection.update('user');
  }

  /** The selection, or the last one while the focus is elsewhere. */
  range(): { readonly index: number; readonly length: number } | null {
    return lastRange(this.quill);
  }

  /** The text of [start, end); an embed is one character, as in the positions. */
  textOf(start: number, end: number): string {
    const { ops } = this.quill.getContents(start, Math.max(0, end - start));
    return ops.map(({ insert }) => (typeof insert === 'string' ? insert : '\ufffc')).join('');
  }

  /** Does what the toolbar or a key asks for, where one is: in the paper, or in a cell. */
  run(command: Command): void {
    if (command.kind === 'table') return insertTableHere(this.quill, this.tables);
    if (this.tables.isActive) return this.tables.keys.run(command);
    if (this.notes.isActive) return this.notes.run(command);
    if (command.kind === 'note') return this.notes.insertHere();
    run(this.quill, command);
  }

  /** Puts the focus back where one writes or reads: in the paper, a cell or a note. */
  focus(): void {
    if (this.tables.isActive) this.tables.focus();
    else if (this.notes.isActive) this.notes.focus();
    else if (!this.tables.reading.goBack() && !this.notes.goBackToWords()) this.quill.focus({ preventScroll: true });
  }

  /** Whether frozen parts hold in this paper, and whether they are shown because somebody writes a template. */
  setFrozen(holds: boolean, isTemplate: boolean): void {
    const { container } = this.quill;
    this.#editor.holds = holds;
    container.classList.toggle('holds-frozen', holds);
    container.classList.toggle('designs-template', isTemplate);
    container.style.setProperty('--frozen-words', JSON.stringify(strings.templates.frozenHere));
  }

  setMode(mode: ViewMode): void {
    if (this.#mode === mode) return;
    const { quill } = this;
    this.settle();
    this.#mode = mode;
    quill.enable(mode === 'write');
    this.tables.setMayWrite(mode === 'write', mode === 'select');
    this.notes.setMayWrite(mode === 'write', mode === 'select');
    this.pictures.setMayWrite(mode === 'write');
    quill.root.setAttribute('aria-readonly', String(mode !== 'write'));
    // An empty value is "editable" to a browser and "not enabled" to Quill, which then does nothing by itself.
    if (mode === 'select') quill.root.setAttribute('contenteditable', '');
    if (mode === 'write') quill.root.removeAttribute('inputmode');
    else quill.root.setAttribute('inputmode', 'none');
    this.#guard.setMode({ takesInput: mode === 'write', foreign: mode === 'read' ? 'keep' : 'undo' });
    // Who writes sees the words that they write. Who only reads may have them translated.
    quill.root.translate = mode === 'read';
    quill.root.classList.toggle('notranslate', mode !== 'read');
  }

  /** Others' changes must neither take the focus nor move the selection that waits for it. */
  #apply(change: Delta): void {
    const { quill } = this;
    if (quill.hasFocus() && !this.tables.reading.hasFocus) {
      this.#editor.letting(() => this.#editor.trusting(() => quill.updateContents(change, 'api')));
      return;
    }
    const before = this.#editor.delta;
    const applied = this.#editor.letting(() => this.#editor.applyTrusted(change));
    const { savedRange } = quill.selection;
    const start = applied.transformPosition(savedRange.index, true);
    const end = applied.transformPosition(savedRange.index + savedRange.length, true);
    quill.selection.savedRange = Object.assign(Object.create(Object.getPrototypeOf(savedRange)), {
      index: start,
      length: end - start,
    });
    const source: EmitterSource = 'api';
    quill.emitter.emit(Quill.events.EDITOR_CHANGE, Quill.events.TEXT_CHANGE, applied, before, source);
    quill.emitter.emit(Quill.events.TEXT_CHANGE, applied, before, source);
  }

  #makeTables(): Tables {
    const events = this.#events;
    const tables = new Tables(this.quill, {
      entered: () => {
        this.notes.leave();
        placement.follow();
      },
      moved: () => {
        placement.follow();
        events.moved(true);
      },
      composing: () => events.composing(),
      leftOut: (cells) => events.leftOut(cells),
      cellGone: (words) => events.cellGone(words),
      menu: () => events.tableMenu('row'),
      calendar: () => events.calendar(),
      columnMenu: () => events.tableMenu('column'),
      kept: () => events.keptViews(),
      keep: (views) => events.keepViews(views),
    });
    const placement = new Placement(tables, this.quill.container, (spot) => events.inTable(spot));
    listenBesideTables(this.quill, tables);
    return tables;
  }

  #makePictures(store: PictureStore): PictureRoom {
    const events = this.#events;
    for (const { editor } of [this.tables, this.notes]) showPicturesFrom(editor.quill.scroll, store.home);
    return new PictureRoom(this.quill, store, {
      spots: (spots) => events.pictures(spots),
      inserted: () => events.pictureInserted(),
      isReady: () => this.isReady,
      place: () => {
        const table = this.tables.current?.blot;
        return table ? table.offset(this.quill.scroll) + 1 : (this.range()?.index ?? this.quill.getLength() - 1);
      },
    });
  }

  #listen(): void {
    const { quill } = this;
    quill.on(Quill.events.TEXT_CHANGE, (change: Delta, _before: Delta, source: EmitterSource) => {
      this.#events.edited(change.ops);
      if (source === 'user') this.#events.change(toDocument(change.ops));
    });
    refuseInput(quill.root, () => this.#mode === 'write');
    quill.on(Quill.events.EDITOR_CHANGE, (...change: readonly unknown[]) => this.#events.moved(change.at(-1) === 'user'));
    // Words of an input method are not in the text yet; the hint must not stand under them.
    for (const event of [Quill.events.COMPOSITION_START, Quill.events.COMPOSITION_END]) {
      quill.on(event, () => quill.container.classList.toggle('is-composing', event === Quill.events.COMPOSITION_START));
    }
  }

  #nameRoot(label: string): void {
    const { root } = this.quill;
    root.setAttribute('role', 'textbox');
    root.setAttribute('aria-multiline', 'true');
    root.setAttribute('aria-label', label);
    root.setAttribute('spellcheck', 'true');
  }
}

/** The height at which the text begins, below the fixed bars. */
export function barsHeight(): number {
  const bars = document.querySelector('.bars');
  return bars ? bars.getBoundingClientRect().bottom : 0;
}
