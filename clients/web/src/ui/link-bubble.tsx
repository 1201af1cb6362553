import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { LinkPlace } from '../editor/commands.ts';
import { addressFromTyping } from '../text/safe-link.ts';
import { strings } from '../words/strings.ts';

const words = strings.link;

export interface BubblePlace {
  readonly left: number;
  readonly top: number;
}

interface LinkBubbleProps {
  readonly link: LinkPlace;
  readonly at: BubblePlace;
  readonly editing: boolean;
  readonly writable: boolean;
  readonly onEdit: () => void;
  readonly onApply: (address: string, text: string) => void;
  readonly onRemove: () => void;
  readonly onClose: () => void;
}

export function LinkBubble(props: LinkBubbleProps): JSX.Element {
  const { link, at, editing, onClose } = props;
  const bubble = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = bubble.current;
    if (!element) return;
    const widest = (element.offsetParent?.clientWidth ?? window.innerWidth) - element.offsetWidth - 8;
    element.style.left = `${Math.max(8, Math.min(at.left, widest))}px`;
    element.style.top = `${at.top + 6}px`;
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  };
  return (
    <div ref={bubble} class="link-bubble" role="dialog" aria-label={words.label} onKeyDown={onKeyDown}>
      {editing ? <LinkForm {...props} /> : <LinkPreview {...props} address={link.address ?? ''} />}
    </div>
  );
}

function LinkPreview({ address, writable, onEdit, onRemove }: LinkBubbleProps & { readonly address: string }): JSX.Element {
  return (
    <div class="link-preview">
      <a href={address} target="_blank" rel="noopener noreferrer nofollow" dir="ltr" title={words.openHint}>
        {address}
      </a>
      {writable && (
        <>
          <button type="button" class="button quiet" onClick={onEdit}>
            {words.edit}
          </button>
          <button type="button" class="button quiet" onClick={onRemove}>
            {words.remove}
          </button>
        </>
      )}
    </div>
  );
}

function LinkForm({ link, onApply, onClose }: LinkBubbleProps): JSX.Element {
  const [address, setAddress] = useState(link.address ?? '');
  const [text, setText] = useState(link.text);
  const [refused, setRefused] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.select(), []);
  const submit = (event: Event): void => {
    event.preventDefault();
    const safe = addressFromTyping(address);
    if (safe) onApply(safe, text.trim() || safe);
    else setRefused(true);
  };
  return (
    <form class="link-form" onSubmit={submit}>
      <label class="field">
        <span>{words.address}</span>
        <input
          ref={first}
          type="text"
          inputMode="url"
          dir="ltr"
          autoFocus
          value={address}
          aria-invalid={refused}
          aria-describedby={refused ? 'link-refused' : undefined}
          onInput={(event) => {
            setAddress(event.currentTarget.value);
            setRefused(false);
          }}
        />
      </label>
      <label class="field">
        <span>{words.text}</span>
        <input type="text" dir="auto" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      {refused && (
        <p id="link-refused" class="refusal" role="alert">
          {words.unsafe}
        </p>
      )}
      <div class="dialog-actions">
        <button type="button" class="button quiet" onClick={onClose}>
          {words.cancel}
        </button>
        <button type="submit" class="button primary" disabled={!address.trim()}>
          {words.apply}
        </button>
      </div>
    </form>
  );
}
