import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { oneLine } from '../text/one-line.ts';
import { strings } from '../words/strings.ts';

interface TitleFieldProps {
  readonly title: string;
  readonly readOnly: boolean;
  /** Resolves to false if the title is refused. */
  readonly onRename: (title: string) => Promise<boolean>;
  readonly onDone: () => void;
}

/** The title, editable in place. While I write in it, others' changes of it wait. */
export function TitleField({ title, readOnly, onRename, onDone }: TitleFieldProps): JSX.Element {
  const [typed, setTyped] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  /** What is in the field now; a handler may be older than the last key. */
  const latest = useRef<string | null>(null);
  const put = (text: string | null): void => {
    latest.current = text;
    setTyped(text);
  };
  useEffect(() => {
    document.title = `${title || strings.untitled} · ${strings.product}`;
  }, [title]);

  const save = async (): Promise<void> => {
    const text = latest.current;
    if (text === null) return;
    if (oneLine(text) === title) return put(null);
    const taken = await onRename(text);
    if (taken && latest.current === text) put(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      void save();
      onDone();
    } else if (event.key === 'Escape') {
      put(null);
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
        title={typed === null ? title : undefined}
        placeholder={strings.untitled}
        value={typed ?? title}
        onInput={(event) => put(event.currentTarget.value)}
        onBlur={() => void save()}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
