import { isHolder } from './sheaves.ts';

/** The block of the text that `node` is in, or the list item. */
function blockAround(root: HTMLElement, node: Node | null): Element | null {
  const element = node instanceof Element ? node : (node?.parentElement ?? null);
  if (!element || !root.contains(element) || isHolder(root, element)) return null;
  const item = element.closest('li');
  if (item) return item;
  let block: Element = element;
  while (block.parentElement && !isHolder(root, block.parentElement)) block = block.parentElement;
  return block;
}

function isInView(element: Element, top: number): boolean {
  const box = element.getBoundingClientRect();
  return box.bottom > top && box.top < window.innerHeight;
}

/** Finds the line that must keep its place on the screen: that of my caret if it is in view, else the first readable one. */
function anchorOf(root: HTMLElement, top: number): Element | null {
  if (root.contains(document.activeElement)) {
    const caret = blockAround(root, document.getSelection()?.focusNode ?? null);
    if (caret && isInView(caret, top)) return caret;
  }
  if (window.scrollY === 0) return null;
  const box = root.getBoundingClientRect();
  return blockAround(root, document.elementFromPoint(box.left + box.width / 2, top + 24));
}

/**
 * Runs `change` so that what a person reads or writes does not move on the screen.
 * `top` is where the text begins below the bars, in pixels of the window.
 */
export function keepingPlace(root: HTMLElement, top: number, change: () => void): void {
  const anchor = anchorOf(root, top);
  const before = anchor?.getBoundingClientRect().top ?? 0;
  change();
  if (!anchor?.isConnected) return;
  moveBack(anchor, before);
  // New blocks have a guessed height until the browser knows that they are in view (content-visibility). It knows
  // before it tells this observer, and it paints only afterwards.
  const observer = new ResizeObserver(() => {
    observer.disconnect();
    if (anchor.isConnected) moveBack(anchor, before);
  });
  observer.observe(root);
}

function moveBack(anchor: Element, before: number): void {
  const moved = anchor.getBoundingClientRect().top - before;
  if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: 'instant' });
}
