import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { kLongestName } from '../text/person.ts';
import { strings } from '../words/strings.ts';
import { Dialog } from './dialog.tsx';

interface NameDialogProps {
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}

export function NameDialog({ name, onName, onClose }: NameDialogProps): JSX.Element {
  const [typed, setTyped] = useState(name);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (typed.trim()) onName(typed.trim());
  };
  return (
    <Dialog title={strings.name.title} onClose={onClose} narrow>
      <form class="stack" onSubmit={submit}>
        <p>{strings.name.text}</p>
        <label class="field">
          <span>{strings.name.label}</span>
          <input
            type="text"
            autocomplete="name"
            dir="auto"
            maxLength={kLongestName}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
            autoFocus
          />
        </label>
        <div class="dialog-actions">
          <button type="button" class="button quiet" onClick={onClose}>
            {strings.name.later}
          </button>
          <button type="submit" class="button primary" disabled={!typed.trim()}>
            {strings.name.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
