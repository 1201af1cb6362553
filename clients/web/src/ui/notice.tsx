import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { strings } from '../words/strings.ts';
import { Icon } from './icons.tsx';

export interface NoticeContent {
  readonly text: string;
  /** Text that would be lost: it can be copied, and the notice stays until it is closed. */
  readonly rescue?: string;
}

/** Long enough to read two lines. */
const kShown = 6_000;

export function Notice({ notice, onClose }: { readonly notice: NoticeContent; readonly onClose: () => void }): JSX.Element {
  const { rescue } = notice;
  useEffect(() => {
    if (rescue) return undefined;
    const timer = setTimeout(onClose, kShown);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div class="notice" role="status">
      <p>{notice.text}</p>
      {rescue && (
        <button type="button" class="button" onClick={() => void navigator.clipboard.writeText(rescue)}>
          {strings.notices.copyText}
        </button>
      )}
      <button type="button" class="icon-button" aria-label={strings.notices.dismiss} onClick={onClose}>
        <Icon name="close" />
      </button>
    </div>
  );
}
