import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { strings } from '../words/strings.ts';

interface ConfirmProps {
  readonly question: string;
  readonly yes: string;
  readonly no?: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Asks where the button was; the focus comes here, and goes back. */
export function Confirm({ question, yes, no, onYes, onNo }: ConfirmProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <div
      ref={box}
      class="confirm"
      role="group"
      aria-label={question}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        event.preventDefault();
        onNo();
      }}
    >
      <p>{question}</p>
      <div class="form-actions">
        <button type="button" class="button danger" onClick={onYes}>
          {yes}
        </button>
        <button type="button" class="button" onClick={onNo}>
          {no ?? strings.forms.cancel}
        </button>
      </div>
    </div>
  );
}
