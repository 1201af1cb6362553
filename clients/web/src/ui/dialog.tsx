import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { strings } from '../words/strings.ts';
import { Icon } from './icons.tsx';
import { useModal } from './use-modal.ts';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly narrow?: boolean;
}

/** Modal in truth: the browser's own dialog keeps the focus inside, closes on Esc and gives the focus back. */
export function Dialog({ title, onClose, children, narrow }: DialogProps): JSX.Element {
  const { close, props } = useModal(onClose);
  const heading = useId();
  return (
    <dialog {...props} class={narrow ? 'dialog narrow' : 'dialog'} aria-labelledby={heading}>
      <div class="dialog-body">
        <header class="dialog-head">
          <h2 id={heading}>{title}</h2>
          <button type="button" class="icon-button" aria-label={strings.help.close} onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
