import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { strings } from '../words/strings.ts';

interface TitleFieldProps {
  readonly title: string;
  readonly readOnly: boolean;
  /** Resolves to false if the title could not be saved. */
  readonly onRename: (title: string) => Promise<boolean>;
  readonly onDone: () => void;
}

/** The title, editable in place. While I write in it, others' changes of it wait. */
export function TitleField({ title, readOnly, onRename, onDone }: TitleFieldProps): JSX.Element {
  const [typed, setTyped] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const unsaved = useRef(false);
  useEffect(() => {
    document.title = `${title || strings.untitled} · ${strings.product}`;
  }, [title]);

  const save = async (): Promise<void> => {
    if (typed === null || typed.trim() === title) {
      setTyped(null);
      return;
    }
    unsaved.current = !(await onRename(typed.trim()));
    if (!unsaved.current) setTyped(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      void save();
      onDone();
    } else if (event.key === 'Escape') {
      setTyped(null);
      onDone();
    }
  };
  return (
    <div class="title-field">
      <span class="title-measure" aria-hidden="true">
        {(typed ?? title) || strings.untitled}
      </span>
      <input
        ref={input}
        class="title-input"
        type="text"
        dir="auto"
        maxLength={200}
        readOnly={readOnly}
        aria-label={strings.editor.titleLabel}
        placeholder={strings.untitled}
        value={typed ?? title}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => void save()}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
