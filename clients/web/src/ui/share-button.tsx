import { useSignal } from '@preact/signals';
import type { ComponentType, JSX } from 'preact';
import type { Me } from '../api/access.ts';
import { strings } from '../strings.ts';
import { Icon } from './icons.tsx';
import type { ShareProps } from './share/share-dialog.tsx';

interface ButtonProps {
  readonly document: string;
  readonly title: string;
  readonly manages: boolean;
  readonly me: Me;
  /** The dialogue could not be fetched. */
  readonly onFailed: () => void;
}

/** The dialogue is fetched when it is opened first. */
export function ShareButton({ document, title, manages, me, onFailed }: ButtonProps): JSX.Element {
  const open = useSignal(false);
  const dialog = useSignal<{ readonly part: ComponentType<ShareProps> } | null>(null);
  const words = manages ? strings.sharing.button : strings.sharing.who;
  const show = async (): Promise<void> => {
    const { ShareDialog } = await import('./share/share-dialog.tsx');
    dialog.value = { part: ShareDialog };
    open.value = true;
  };
  const Shown = dialog.value?.part;
  return (
    <>
      <button
        type="button"
        class={manages ? 'button share-button' : 'icon-button share-button'}
        aria-haspopup="dialog"
        aria-label={words}
        title={words}
        onClick={() => void show().catch(onFailed)}
      >
        <Icon name={manages ? 'share' : 'group'} />
        {manages && <span class="share-word">{words}</span>}
      </button>
      {open.value && Shown && (
        <Shown document={document} title={title} me={me} onClose={() => (open.value = false)} />
      )}
    </>
  );
}
