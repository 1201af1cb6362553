import type Quill from 'quill/core.js';
import type { Range } from 'quill/core/selection.js';
import Delta from 'quill-delta';
import type { Ops } from '../text/delta.ts';
import type { CleanClipboard } from './clipboard.ts';
import { isPictures } from './pictures/brought-files.ts';

/**
 * Words dragged with the mouse: inside the paper they move (with Ctrl they are copied), from elsewhere they are pasted
 * at the place. The browser's own way changes the page behind Quill's back, and is not let through.
 */
export function dragWords(quill: Quill): () => void {
  const { root } = quill;
  const clipboard = quill.clipboard as CleanClipboard;
  let dragged: Range | null = null;

  const onStart = (event: DragEvent): void => {
    const range = quill.getSelection();
    dragged = null;
    if (!range || range.length === 0 || !event.dataTransfer || !quill.isEnabled()) return;
    dragged = range;
    const { html, text } = clipboard.onCopy(range, false);
    event.stopImmediatePropagation(); // Quill lets nothing be dragged
    event.dataTransfer.setData('text/html', html);
    event.dataTransfer.setData('text/plain', text);
    event.dataTransfer.effectAllowed = 'copyMove';
  };
  const onEnd = (): void => {
    dragged = null;
  };
  // Others' changes go on while a person drags.
  const onChange = (change: Delta): void => {
    if (!dragged) return;
    const start = change.transformPosition(dragged.index, true);
    const end = change.transformPosition(dragged.index + dragged.length);
    dragged = { index: start, length: Math.max(0, end - start) };
  };
  const onDrop = (event: DragEvent): void => {
    if (event.defaultPrevented || !quill.isEnabled() || !event.dataTransfer) return;
    event.preventDefault();
    const from = dragged;
    dragged = null;
    const isOfPictures = !from && isPictures(event.dataTransfer);
    const at = indexAt(quill, event) ?? (isOfPictures ? blockAt(quill, event) : null);
    if (at === null) return;
    if (isOfPictures) {
      clipboard.takeFiles(at, event.dataTransfer.files);
    } else if (!from) {
      quill.focus({ preventScroll: true });
      clipboard.take({ index: at, length: 0 }, event.dataTransfer);
    } else if (event.ctrlKey || event.altKey) {
      place(quill, clipboard, at, quill.getContents(from.index, from.length).ops as Ops);
    } else if (at < from.index || at > from.index + from.length) {
      move(quill, clipboard, from, at);
    }
  };
  const onBeforeInput = (event: InputEvent): void => {
    if (event.inputType === 'deleteByDrag' || event.inputType === 'insertFromDrop') event.preventDefault();
  };
  root.addEventListener('dragstart', onStart, { capture: true });
  root.addEventListener('dragend', onEnd);
  // Before Quill's own, which takes files and drops everything else.
  root.addEventListener('drop', onDrop, { capture: true });
  root.addEventListener('beforeinput', onBeforeInput);
  quill.on('text-change', onChange);
  return () => {
    root.removeEventListener('dragstart', onStart, { capture: true });
    root.removeEventListener('dragend', onEnd);
    root.removeEventListener('drop', onDrop, { capture: true });
    root.removeEventListener('beforeinput', onBeforeInput);
    quill.off('text-change', onChange);
  };
}

/** One change for one undo: the words go in at the new place before they leave the old one. */
function move(quill: Quill, clipboard: CleanClipboard, from: Range, at: number): void {
  const words = quill.getContents(from.index, from.length).ops as Ops;
  quill.history.cutoff();
  const before = quill.getLength();
  clipboard.insert({ index: at, length: 0 }, words);
  const added = quill.getLength() - before;
  if (added === 0) return; // refused: what was dragged stays where it is
  const index = from.index < at ? from.index : from.index + added;
  quill.updateContents(new Delta().retain(index).delete(from.length), 'user');
  quill.history.cutoff();
  quill.focus({ preventScroll: true });
  quill.setSelection(from.index < at ? at - from.length : at, added, 'user');
}

function place(quill: Quill, clipboard: CleanClipboard, at: number, words: Ops): void {
  quill.history.cutoff();
  clipboard.insert({ index: at, length: 0 }, words);
  quill.history.cutoff();
}

/** The place in the text under the mouse. */
function indexAt(quill: Quill, event: MouseEvent): number | null {
  const native = document.caretRangeFromPoint?.(event.clientX, event.clientY) ?? rangeFromPosition(event);
  const normalized = native && quill.selection.normalizeNative(native);
  return normalized ? quill.selection.normalizedToRange(normalized).index : null;
}

/** Of what has no places inside, a table for example: where it is. */
function blockAt(quill: Quill, { target }: MouseEvent): number | null {
  const blot = target instanceof Node ? quill.scroll.find(target, true) : null;
  return blot ? blot.offset(quill.scroll) : null;
}

function rangeFromPosition(event: MouseEvent): globalThis.Range | null {
  const position = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  if (!position) return null;
  const range = document.createRange();
  range.setStart(position.offsetNode, position.offset);
  return range;
}
