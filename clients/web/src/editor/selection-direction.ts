import type Quill from 'quill/core.js';

/**
 * Quill sets every selection forwards. One that a person made backwards keeps its direction when others' changes move
 * it: the next Shift+Arrow goes on at the end where the person is.
 */
export function keepDirection(quill: Quill): () => void {
  const { selection } = quill;
  let backward = false;
  const look = (): void => {
    const native = document.getSelection();
    if (!native || native.rangeCount === 0 || !quill.root.contains(native.anchorNode)) return;
    backward = !native.isCollapsed && native.getRangeAt(0).startContainer === native.focusNode && native.getRangeAt(0).startOffset === native.focusOffset;
  };
  const set = selection.setNativeRange.bind(selection);
  selection.setNativeRange = (...place) => {
    const wasBackward = backward;
    set(...place);
    const native = document.getSelection();
    if (!wasBackward || !native || native.isCollapsed || native.rangeCount === 0) return;
    const { startContainer, startOffset, endContainer, endOffset } = native.getRangeAt(0);
    if (native.focusNode === startContainer && native.focusOffset === startOffset) return;
    native.setBaseAndExtent(endContainer, endOffset, startContainer, startOffset);
  };
  document.addEventListener('selectionchange', look);
  return () => document.removeEventListener('selectionchange', look);
}
