import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { strings } from '../words/strings.ts';
import { Icon } from './icons.tsx';

const words = strings.notices;

export interface NoticeContent {
  readonly text: string;
  /** Text that would be lost: it can be copied, and the notice stays until it is closed. */
  readonly rescue?: string;
  /** The way out is to load the page again: there is a button for it, and the notice stays until it is closed. */
  readonly reload?: boolean;
}

interface Props {
  /** From the oldest on; the latest is uppermost. */
  readonly notices: readonly NoticeContent[];
  readonly onClose: (notice: NoticeContent) => void;
}

export function Notices({ notices, onClose }: Props): JSX.Element {
  return (
    <div class="notices">
      {notices.map((notice) => (
        <Notice key={notice.rescue === undefined ? 'said' : 'rescue'} notice={notice} onClose={() => onClose(notice)} />
      ))}
    </div>
  );
}

/** Long enough to read two lines. */
const kShown = 6_000;

function Notice({ notice, onClose }: { readonly notice: NoticeContent; readonly onClose: () => void }): JSX.Element {
  const { rescue, reload } = notice;
  useEffect(() => {
    if (rescue || reload) return undefined;
    const timer = setTimeout(onClose, kShown);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div class={rescue ? 'notice is-rescue' : 'notice'} role="status">
      <p>{notice.text}</p>
      {rescue && <Rescue text={rescue} />}
      {reload && (
        <button type="button" class="button" onClick={() => location.reload()}>
          {words.reload}
        </button>
      )}
      <button type="button" class="icon-button" aria-label={words.dismiss} onClick={onClose}>
        <Icon name="close" />
      </button>
    </div>
  );
}

/** Copies the text; where the browser does not allow that, shows it, selected. */
function Rescue({ text }: { readonly text: string }): JSX.Element {
  const [said, setSaid] = useState<string>(words.copyText);
  const [byHand, setByHand] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => setSaid(words.copyText), [text]);
  useEffect(() => area.current?.select(), [byHand]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(strings.forms.copied);
    } catch {
      setByHand(true);
    }
  };
  if (byHand) return <textarea ref={area} readOnly dir="auto" rows={3} aria-label={words.wordsLabel} value={text} />;
  return (
    <button type="button" class="button" onClick={() => void copy()}>
      {said}
    </button>
  );
}
