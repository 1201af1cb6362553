import type { JSX } from 'preact';
import { strings } from '../words/strings.ts';
import { Icon } from './icons.tsx';

const words = strings.home;

/** What became of one file, or of all those that went in whole. */
export interface Outcome {
  readonly text: string;
  /** What the import changed or left out, in sentences. */
  readonly changes: readonly string[];
  /** The address of the document that was made; null if there is none, or several. */
  readonly address: string | null;
}

interface Props {
  /** What goes on at the moment; empty for nothing. */
  readonly message: string;
  readonly outcomes: readonly Outcome[];
  readonly onClose: () => void;
}

/** Above the list of documents: what is being imported, and what became of it. */
export function ImportReport({ message, outcomes, onClose }: Props): JSX.Element {
  const shown = message !== '' || outcomes.length > 0;
  return (
    <div class={shown ? 'home-message' : 'for-readers'} role="status">
      {message && <p>{message}</p>}
      {outcomes.map((outcome, i) => (
        <div class="outcome" key={i}>
          <p>
            <span dir="auto">{outcome.text}</span>
            {outcome.address && (
              <>
                {' '}
                <a href={outcome.address}>{words.open}</a>
              </>
            )}
          </p>
          {outcome.changes.length > 0 && (
            <ul>
              {outcome.changes.map((change) => (
                <li key={change}>{change}</li>
              ))}
            </ul>
          )}
        </div>
      ))}
      {outcomes.length > 0 && (
        <button type="button" class="icon-button" aria-label={words.closeReport} title={words.closeReport} onClick={onClose}>
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}
