import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type Quill from 'quill/core.js';
import { linkAt } from '../../editor/commands.ts';
import type { LinkPlace } from '../../editor/commands.ts';
import { lastRange } from '../../editor/last-range.ts';
import type { QuillView } from '../../editor/quill-view.ts';
import type { BubblePlace } from '../../ui/link-bubble.tsx';
import { openAddress } from '../../addresses.ts';

export interface OpenLink {
  /** Whose words it is in. */
  readonly quill: Quill;
  readonly place: LinkPlace;
  readonly at: BubblePlace;
  readonly editing: boolean;
}

/** The link that is shown or written at the moment, beside its words. */
export class LinkModel {
  readonly open: Signal<OpenLink | null> = signal<OpenLink | null>(null);
  readonly #view: QuillView;

  constructor(view: QuillView) {
    this.#view = view;
  }

  /** Opens the form for the words at the selection, or for the link that is there. */
  edit(): void {
    const quill = this.#view.wordsAtHand;
    if (!quill) return;
    this.#view.readSelection();
    const range = lastRange(quill);
    const text = quill.getText(range.index, range.length).replaceAll('\n', ' ');
    const place = linkAt(quill, range.index) ?? { index: range.index, length: range.length, text, address: null };
    this.#show(quill, place, true);
  }

  change(): void {
    const open = this.open.value;
    if (open) this.open.value = { ...open, editing: true };
  }

  apply(address: string, text: string): void {
    const open = this.open.value;
    if (!open) return;
    const { quill } = open;
    const { index, length, text: before } = open.place;
    const sameWords = length > 0 && text === before;
    this.open.value = null;
    quill.focus({ preventScroll: true });
    if (sameWords) {
      quill.formatText(index, length, 'link', address, 'user');
    } else {
      if (length > 0) quill.deleteText(index, length, 'user');
      quill.insertText(index, text, 'link', address, 'user');
    }
    quill.setSelection(index + (sameWords ? length : text.length), 0, 'silent');
  }

  remove(): void {
    const open = this.open.value;
    if (!open) return;
    this.open.value = null;
    open.quill.formatText(open.place.index, open.place.length, 'link', false, 'user');
    open.quill.focus({ preventScroll: true });
  }

  close(): void {
    const open = this.open.value;
    this.open.value = null;
    if (open?.editing) open.quill.focus({ preventScroll: true });
  }

  /** Opens the address at the caret in another tab. */
  follow(): void {
    this.#view.readSelection();
    const quill = this.#view.wordsAtHand;
    const address = quill && linkAt(quill, lastRange(quill).index)?.address;
    if (address) openAddress(address);
  }

  /** Call when the caret or the text moved: the preview follows the caret into and out of links. */
  moved(): void {
    if (this.open.value?.editing) return;
    const quill = this.#view.wordsAtHand;
    if (!quill?.hasFocus()) return;
    const range = quill.selection.lastRange;
    const place = range?.length === 0 ? linkAt(quill, range.index) : null;
    if (place) this.#show(quill, place, false);
    else this.open.value = null;
  }

  #show(quill: Quill, place: LinkPlace, editing: boolean): void {
    const before = this.open.value;
    const bounds = quill.getBounds(place.index, place.length);
    if (!bounds) return;
    // From the corner of the sheet, in which the bubble stands: the words have a box of their own in it.
    const { container } = this.#view.quill;
    const sheet = (container.offsetParent ?? container).getBoundingClientRect();
    const box = quill.container.getBoundingClientRect();
    const at = { left: bounds.left + box.left - sheet.left, top: bounds.bottom + box.top - sheet.top };
    const isShown = before?.quill === quill && JSON.stringify([before.place, before.at, before.editing]) === JSON.stringify([place, at, editing]);
    if (!isShown) this.open.value = { quill, place, at, editing };
  }
}
