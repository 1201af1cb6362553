import { useSignal } from '@preact/signals';
import type { ComponentType, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { SheetProps } from './share-sheet.tsx';

/** Fetches the dialogue when it is opened first. */
export function LazyShareSheet({ onFailed, ...props }: SheetProps & { readonly onFailed: () => void }): JSX.Element | null {
  const part = useSignal<{ readonly Sheet: ComponentType<SheetProps> } | null>(null);
  useEffect(() => {
    import('./share-sheet.tsx').then(({ ShareSheet }) => (part.value = { Sheet: ShareSheet }), onFailed);
  }, []);
  const Shown = part.value?.Sheet;
  return Shown ? <Shown {...props} /> : null;
}
