import type Quill from 'quill/core.js';

/**
 * A format at the caret stands on the page as a sign without width, which means nothing for the text. A selection of nothing but
 * that sign is a caret: typed over, the sign would take what is typed along with it. Returns what ends it.
 */
export function keepCaretInItsSign(quill: Quill): () => void {
  const onChange = (): void => {
    const native = document.getSelection();
    const { cursor } = quill.selection;
    if (!native || native.isCollapsed || cursor.parent == null || quill.composition.isComposing) return;
    if (!native.containsNode(cursor.textNode, true) || quill.getSelection()?.length !== 0) return;
    native.collapse(cursor.textNode, cursor.textNode.data.length);
  };
  document.addEventListener('selectionchange', onChange);
  return () => document.removeEventListener('selectionchange', onChange);
}
