interface PageEvents {
  networkChanged(): void;
  /** The page is looked at again. */
  shown(): void;
  scrolled(): void;
  /** The page ends, perhaps for good: nothing asynchronous is sure to happen any more. */
  hidden(): void;
  /** Whether something would be lost with the page; then the browser asks first. */
  wouldLose(): boolean;
  clicked(event: MouseEvent): void;
}

/** Listens to the window around an open document whose text is in `text`. Returns what ends it. */
export function listenToPage(text: HTMLElement, events: PageEvents): () => void {
  const end = new AbortController();
  const { signal } = end;
  window.addEventListener('online', () => events.networkChanged(), { signal });
  window.addEventListener('offline', () => events.networkChanged(), { signal });
  window.addEventListener('scroll', () => events.scrolled(), { signal });
  window.addEventListener('pagehide', () => events.hidden(), { signal });
  window.addEventListener('beforeunload', (event) => events.wouldLose() && event.preventDefault(), { signal });
  document.addEventListener('visibilitychange', () => !document.hidden && events.shown(), { signal });
  // A file that is dropped beside the text, or on what is no text in it, would take the place of this page.
  window.addEventListener('dragover', (event) => isFiles(event) && !isText(text, event.target) && event.preventDefault(), { signal });
  window.addEventListener('drop', (event) => isFiles(event) && event.preventDefault(), { signal });
  text.addEventListener('click', (event) => events.clicked(event), { signal });
  return () => end.abort();
}

const isFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true;

function isText(text: HTMLElement, target: EventTarget | null): boolean {
  return target instanceof Node && text.contains(target) && text.isContentEditable && (target instanceof HTMLElement ? target : target.parentElement)?.isContentEditable === true;
}

/** The address of the link that was clicked to be opened: with Ctrl, since a plain click puts the caret there. */
export function linkClicked(event: MouseEvent): string | null {
  if (!event.ctrlKey && !event.metaKey) return null;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link) return null;
  event.preventDefault();
  return link.getAttribute('href');
}
