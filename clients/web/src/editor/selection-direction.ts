import type Quill from 'quill/core.js';

const isBackwards = (selection: Selection): boolean => {
  if (selection.isCollapsed || selection.rangeCount === 0) return false;
  const { startContainer, startOffset } = selection.getRangeAt(0);
  return selection.focusNode === startContainer && selection.focusOffset === startOffset;
};

/**
 * A selection that was made backwards stays one: Quill knows only where it begins and ends, and after each change of its words
 * sets it forwards, so that Shift+Left would shrink it at the other end. Returns what ends it.
 */
export function keepSelectionDirection(quill: Quill): () => void {
  const { selection, root } = quill;
  let backwards = false;
  const mine = (): Selection | null => {
    const now = document.getSelection();
    return now?.anchorNode && root.contains(now.anchorNode) ? now : null;
  };
  const look = (): void => {
    const now = mine();
    if (now) backwards = isBackwards(now);
  };
  document.addEventListener('selectionchange', look);
  const set = selection.setNativeRange.bind(selection);
  selection.setNativeRange = (...range) => {
    const was = backwards;
    set(...range);
    const now = mine();
    if (!was || !now || now.isCollapsed || isBackwards(now)) return;
    const { startContainer, startOffset, endContainer, endOffset } = now.getRangeAt(0);
    now.setBaseAndExtent(endContainer, endOffset, startContainer, startOffset);
  };
  return () => document.removeEventListener('selectionchange', look);
}
