import type { JSX } from 'preact';
import { strings } from '../words/strings.ts';
import { Icon } from './icons.tsx';

/** In the bar. It says "Share" to a reader who may manage access, and shows only a symbol to the others. */
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
