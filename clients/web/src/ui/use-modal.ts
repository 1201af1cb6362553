import { useLayoutEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';

export interface Modal {
  /** Closes it; the focus is back where it was when this returns. */
  readonly close: () => void;
  /** What the dialog element takes. */
  readonly props: {
    readonly ref: RefObject<HTMLDialogElement | null>;
    readonly onClose: () => void;
    readonly onMouseDown: (event: MouseEvent) => void;
  };
}

const modally = (element: HTMLDialogElement): void => element.showModal();

/**
 * A dialog element that is open as long as it is on the page. `onClose` is told once, whichever way it
 * was closed: Esc, a press beside it, or `close`.
 *
 * Each way goes through the element's own `close()`, since only that gives the focus back in the same
 * moment. Later, it would be taken from whoever went on in the paper at once.
 */
export function useModal(onClose: () => void, open: (element: HTMLDialogElement) => void = modally): Modal {
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element) open(element);
    return () => element?.close();
  }, []);
  const close = (): void => ref.current?.close();
  return {
    close,
    props: {
      ref,
      // The browser tells it of an element that was taken away, too.
      onClose: () => ref.current && onClose(),
      onMouseDown: (event) => {
        if (event.target !== ref.current) return;
        event.preventDefault(); // the focus goes back, and not to what lies under the pointer
        close();
      },
    },
  };
}
