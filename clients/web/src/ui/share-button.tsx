import { useSignal } from '@preact/signals';
import type { ComponentType, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { strings } from '../strings.ts';
import { Icon } from './icons.tsx';
import type { ShareProps } from './share/share-dialog.tsx';

/** In the bar: for those who decide who may see the document, and for those who may know. */
export function ShareButton({ manages, onOpen }: { readonly manages: boolean; readonly onOpen: () => void }): JSX.Element {
  const words = manages ? strings.sharing.button : strings.sharing.who;
  return (
    <button
      type="button"
      class={manages ? 'button share-button' : 'icon-button share-button'}
      aria-haspopup="dialog"
      aria-label={words}
      title={words}
      onClick={onOpen}
    >
      <Icon name={manages ? 'share' : 'group'} />
      {manages && <span class="share-word">{words}</span>}
    </button>
  );
}

/** The dialogue is fetched when it is opened first. */
export function LazyShareDialog({ onFailed, ...props }: ShareProps & { readonly onFailed: () => void }): JSX.Element | null {
  const part = useSignal<{ readonly Dialog: ComponentType<ShareProps> } | null>(null);
  useEffect(() => {
    import('./share/share-dialog.tsx').then(({ ShareDialog }) => (part.value = { Dialog: ShareDialog }), onFailed);
  }, []);
  const Shown = part.value?.Dialog;
  return Shown ? <Shown {...props} /> : null;
}
