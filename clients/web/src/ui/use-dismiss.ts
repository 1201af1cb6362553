import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** While something is open: closes it by Escape, which gives the focus back to its button, and by a press outside of `root`. */
export function useDismiss(open: boolean, root: RefObject<HTMLElement | null>, button: RefObject<HTMLElement | null>, close: () => void): void {
  useEffect(() => {
    if (!open) return undefined;
    const dismiss = (event: Event): void => {
      const byKey = event instanceof KeyboardEvent;
      if (byKey ? event.key !== 'Escape' : event.target instanceof Node && root.current?.contains(event.target)) return;
      close();
      if (byKey) button.current?.focus();
    };
    document.addEventListener('mousedown', dismiss);
    document.addEventListener('keydown', dismiss);
    return () => {
      document.removeEventListener('mousedown', dismiss);
      document.removeEventListener('keydown', dismiss);
    };
  }, [open]);
}
