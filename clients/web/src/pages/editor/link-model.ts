import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { linkAt } from '../../editor/commands.ts';
import type { LinkPlace } from '../../editor/commands.ts';
import type { QuillView } from '../../editor/quill-view.ts';
import type { BubblePlace } from '../../ui/link-bubble.tsx';
import { openAddress } from '../../addresses.ts';

export interface OpenLink {
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
    const { quill } = this.#view;
    const range = this.#view.range();
    if (!range) return;
    const text = quill.getText(range.index, range.length).replaceAll('\n', ' ');
    const place = linkAt(quill, range.index) ?? { index: range.index, length: range.length, text, address: null };
    this.#show(place, true);
  }

  change(): void {
    const open = this.open.value;
    if (open) this.open.value = { ...open, editing: true };
  }

  apply(address: string, text: string): void {
    const open = this.open.value;
    if (!open) return;
    const { quill } = this.#view;
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
    this.#view.quill.formatText(open.place.index, open.place.length, 'link', false, 'user');
    this.#view.quill.focus({ preventScroll: true });
  }

  close(): void {
    const wasEditing = this.open.value?.editing;
    this.open.value = null;
    if (wasEditing) this.#view.quill.focus({ preventScroll: true });
  }

  /** Opens the address at the caret in another tab. */
  follow(): void {
    const range = this.#view.range();
    const address = range && linkAt(this.#view.quill, range.index)?.address;
    if (address) openAddress(address);
  }

  /** Call when the caret or the text moved: the preview follows the caret into and out of links. */
  moved(): void {
    const { quill } = this.#view;
    if (this.open.value?.editing || !quill.hasFocus()) return;
    const range = quill.selection.lastRange;
    const place = range?.length === 0 ? linkAt(quill, range.index) : null;
    if (place) this.#show(place, false);
    else this.open.value = null;
  }

  #show(place: LinkPlace, editing: boolean): void {
    const before = this.open.value;
    const bounds = this.#view.quill.getBounds(place.index, place.length);
    if (!bounds) return;
    const at = { left: bounds.left, top: bounds.bottom };
    if (JSON.stringify(before) !== JSON.stringify({ place, at, editing })) this.open.value = { place, at, editing };
  }
}
