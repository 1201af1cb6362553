import type Quill from 'quill/core.js';
import Delta from 'quill-delta';
import { fitted } from '../../text/pictures.ts';
import { blotsOf, unitAt } from '../blots-of.ts';
import type { Box, PictureSpot, Shown } from './contract.ts';
import { PictureBlot } from './picture-blot.ts';
import { kMeasure } from './uploads.ts';

export type Width = 'small' | 'medium' | 'full';

const kWidths: Readonly<Record<Width, number>> = { small: Math.round(kMeasure / 3), medium: Math.round((kMeasure * 2) / 3), full: kMeasure };

/** How wide a picture is shown; none is made wider than it is. */
export function widthOf(wanted: Width, natural: number | null): number {
  return Math.min(kWidths[wanted], natural ?? kMeasure);
}

/** Working at the pictures of a paper: which one is selected, what keys do there, and what can be changed. */
export class Pictures {
  readonly #quill: Quill;
  readonly #tell: () => void;
  #current: PictureBlot | null = null;
  #shown: Shown = 'selected';
  #id = 0;
  #focus = 0;
  #mayWrite = false;
  /** Pictures that have come in, whose alternative text is to be asked for. */
  #toAsk: PictureBlot[] = [];

  /** `tell` is called when another picture is current, or it is shown otherwise. */
  constructor(quill: Quill, tell: () => void) {
    this.#quill = quill;
    this.#tell = tell;
    const { root } = quill;
    root.addEventListener('keydown', (event) => this.#keyDown(event), { capture: true });
    root.addEventListener('click', (event) => this.#clicked(event));
    root.addEventListener('dragstart', (event) => this.#dragged(event), { capture: true });
    quill.on('editor-change', () => this.#follow());
  }

  setMayWrite(mayWrite: boolean): void {
    this.#mayWrite = mayWrite;
    if (!mayWrite) this.#show(null);
    for (const blot of this.#all()) blot.reachByTab(!mayWrite);
  }

  /** Everything is shown anew. */
  loaded(): void {
    this.#show(null);
  }

  /** Fetches again what could not be fetched. */
  reload(): void {
    for (const blot of this.#all()) if (blot.isMissing) blot.load();
  }

  /** Asks for the alternative text of a picture that has just come in. */
  ask(index: number): void {
    const blot = this.at(index);
    if (blot?.picture.alt !== null) return;
    this.#toAsk.push(blot);
    // What somebody writes into a field stays there.
    if (!this.#current || this.#shown === 'selected') this.#askNext();
  }

  /** The alternative text is given: goes on to the next picture without one, or back to the text. */
  answered(): void {
    if (this.#shown !== 'asked' || !this.#askNext()) return this.close(true);
    this.#focus += 1;
    this.#tell();
  }

  #askNext(): boolean {
    this.#toAsk = this.#toAsk.filter((blot) => blot.domNode.isConnected && blot.picture.alt === null && blot !== this.#current);
    const next = this.#toAsk.shift();
    if (next) this.#show(next, 'asked');
    return next !== undefined;
  }

  at(index: number): PictureBlot | null {
    return unitAt(this.#quill, index, PictureBlot);
  }

  get isActive(): boolean {
    return this.#current !== null;
  }

  /** Where the current picture is, with boxes as `boxOf` measures them. */
  spot(boxOf: (element: Element) => Box): PictureSpot | null {
    const blot = this.#current;
    if (!blot?.domNode.isConnected) return null;
    const { alt, width } = blot.picture;
    const natural = blot.image.naturalWidth;
    return {
      id: this.#id,
      shown: this.#shown,
      box: boxOf(blot.frame),
      alt,
      width,
      natural: natural > 0 ? natural : null,
      address: blot.address,
      focus: this.#focus,
    };
  }

  // ---- what a person does in the tools

  /** Null: nobody has said it; empty: it is decoration. */
  describe(alt: string | null): void {
    this.#change({ alt });
  }

  resize(wanted: Width): void {
    const { image } = this.#current ?? {};
    if (!image || image.naturalWidth === 0) return;
    const { width, height } = fitted({ width: image.naturalWidth, height: image.naturalHeight }, widthOf(wanted, image.naturalWidth));
    this.#change({ width: String(width), height: String(height) });
  }

  remove(): void {
    const index = this.#index;
    if (index === null) return;
    this.#show(null);
    this.#quill.focus({ preventScroll: true });
    this.#quill.history.cutoff();
    this.#quill.updateContents(new Delta().retain(index).delete(1), 'user');
    this.#quill.history.cutoff();
    this.#quill.setSelection(index, 0, 'silent');
  }

  /** Closes the tools; from them, the focus goes back to the text. */
  close(refocus: boolean): void {
    const index = this.#index;
    const wasAsked = this.#shown === 'asked';
    this.#toAsk = [];
    this.#show(null);
    if (!refocus || index === null) return;
    this.#quill.focus({ preventScroll: true });
    this.#quill.setSelection(index + (wasAsked ? 1 : 0), wasAsked ? 0 : 1, 'user');
  }

  #change(attributes: Readonly<Record<string, string | null>>): void {
    const index = this.#index;
    if (index === null || !this.#mayWrite) return;
    this.#quill.history.cutoff();
    this.#quill.updateContents(new Delta().retain(index).retain(1, { ...attributes }), 'user');
    this.#quill.history.cutoff();
    this.#tell();
  }

  get #index(): number | null {
    return this.#current?.domNode.isConnected ? this.#current.offset(this.#quill.scroll) : null;
  }

  // ---- selection and keys

  #all(): readonly PictureBlot[] {
    return blotsOf(this.#quill, PictureBlot);
  }

  #show(blot: PictureBlot | null, shown: Shown = 'selected'): void {
    if (blot === this.#current && (shown === this.#shown || !blot)) return;
    if (blot !== this.#current) this.#id += 1;
    if (blot !== this.#current) this.#focus = 0;
    this.#current = blot;
    this.#shown = shown;
    this.#tell();
  }

  /** The text or the selection is another. */
  #follow(): void {
    if (this.#current && !this.#current.domNode.isConnected) this.#show(null);
    const quill = this.#quill;
    if (!this.#mayWrite || !quill.hasFocus()) return;
    const range = quill.selection.lastRange;
    const selected = range?.length === 1 ? this.at(range.index) : null;
    if (selected) {
      if (selected !== this.#current || this.#shown === 'asked') this.#show(selected);
    } else if (this.#shown !== 'asked') this.#show(null);
  }

  #select(blot: PictureBlot): void {
    this.#quill.setSelection(blot.offset(this.#quill.scroll), 1, 'user');
    this.#follow();
  }

  #clicked(event: MouseEvent): void {
    const node = event.target instanceof Element ? event.target.closest(`.${PictureBlot.className}`) : null;
    const blot = node && this.#quill.scroll.find(node);
    // With Ctrl it is opened, as links are.
    if (!(blot instanceof PictureBlot) || !this.#mayWrite || event.ctrlKey || event.metaKey) return;
    if (!(event.target as Element).closest('.picture-frame')) return;
    event.preventDefault();
    this.#quill.focus({ preventScroll: true });
    this.#select(blot);
    this.#show(blot, 'open');
  }

  /** A picture is dragged as words are. */
  #dragged(event: DragEvent): void {
    const node = event.target instanceof Element ? event.target.closest(`.${PictureBlot.className}`) : null;
    const blot = node && this.#quill.scroll.find(node);
    if (blot instanceof PictureBlot && this.#mayWrite) this.#select(blot);
  }

  #keyDown(event: KeyboardEvent): void {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !this.#mayWrite) return;
    const range = this.#quill.getSelection();
    if (!range || !this.#answers(range, event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  #answers({ index, length }: { readonly index: number; readonly length: number }, key: string): boolean {
    const quill = this.#quill;
    const selected = length === 1 ? this.at(index) : null;
    if (selected) {
      if (key === 'Enter') return this.#openByKey(selected);
      const by = { ArrowRight: 1, ArrowLeft: 0, Escape: 1 }[key];
      if (by === undefined) return false;
      quill.setSelection(index + by, 0, 'user');
      return true;
    }
    if (length > 0) return false;
    const isForward = key === 'ArrowRight' || key === 'Delete';
    if (!isForward && key !== 'ArrowLeft' && key !== 'Backspace') return false;
    // A key that deletes selects it first: who takes back a caption letter by letter does not lose the picture.
    const next = this.at(isForward ? index : index - 1);
    if (next) this.#select(next);
    return next !== null;
  }

  #openByKey(blot: PictureBlot): true {
    this.#show(blot, 'open');
    this.#focus += 1;
    this.#tell();
    return true;
  }
}
