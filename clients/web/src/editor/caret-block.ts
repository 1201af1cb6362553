import type Quill from 'quill/core.js';

const kPinned = 'visible';

/**
 * Keeps the block with the caret and its neighbours laid out. Blocks (of a long paper: sheaves of them) carry
 * `content-visibility: auto`, and the browser learns only at the next frame that a new block is in view; what is typed before
 * that is put behind the caret instead of in front of it (Chromium: "Enter, N, o" within a frame became "oN"). An arrow key
 * whose caret is out of view went to the end of the paper. Works around each key, in constant time.
 */
export function keepCaretBlockLaidOut(quill: Quill): () => void {
  const { root } = quill;
  let pinned: readonly HTMLElement[] = [];
  const pin = (): void => {
    if (quill.composition.isComposing) return; // begun by a key, and so in a block that is laid out
    const wanted = around(blockWithCaret(root));
    const isPinned = (block: HTMLElement): boolean => pinned.includes(block) && block.style.contentVisibility === kPinned;
    if (wanted.length === 0 || (wanted.length === pinned.length && wanted.every(isPinned))) return;
    quill.update('user'); // what is still to be read of the page is read first,
    for (const block of pinned) if (!wanted.includes(block)) block.style.removeProperty('content-visibility');
    for (const block of wanted) block.style.contentVisibility = kPinned;
    quill.scroll.observer.takeRecords(); // so that only our own changes are dropped here
    pinned = wanted;
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

function around(block: HTMLElement | null): readonly HTMLElement[] {
  if (!block) return [];
  return [block.previousElementSibling, block, block.nextElementSibling].filter((each) => each instanceof HTMLElement);
}
