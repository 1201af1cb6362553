import type Quill from 'quill/core.js';

const kPinned = 'visible';

/**
 * Keeps the block with the caret laid out. Blocks carry `content-visibility: auto`, and the browser learns only at the
 * next frame that a new block is in view; what is typed before that is put behind the caret instead of in front of it
 * (Chromium: "Enter, N, o" within a frame became "oN"). Works around each key, in constant time.
 */
export function keepCaretBlockLaidOut(quill: Quill): () => void {
  const { root } = quill;
  let pinned: HTMLElement | null = null;
  const pin = (): void => {
    if (quill.composition.isComposing) return; // begun by a key, and so in a block that is laid out
    const block = blockWithCaret(root);
    if (!block || (block === pinned && block.style.contentVisibility === kPinned)) return;
    quill.update('user'); // what is still to be read of the page is read first,
    pinned?.style.removeProperty('content-visibility');
    block.style.contentVisibility = kPinned;
    quill.scroll.observer.takeRecords(); // so that only our own two changes are dropped here
    pinned = block;
  };
  // Before the key's work, for the block that it is typed into; after it, for the block that Enter has made. Not at
  // `beforeinput`: Chromium loses its place when styles change between that and the input.
  root.addEventListener('keydown', pin, { capture: true });
  root.addEventListener('keydown', pin);
  return () => {
    root.removeEventListener('keydown', pin, { capture: true });
    root.removeEventListener('keydown', pin);
  };
}

function blockWithCaret(root: HTMLElement): HTMLElement | null {
  let node = document.getSelection()?.focusNode ?? null;
  while (node && node.parentNode !== root) node = node.parentNode;
  return node instanceof HTMLElement ? node : null;
}
