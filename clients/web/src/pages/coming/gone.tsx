import type { JSX } from 'preact';
import { strings } from '../../words/strings.ts';
import { Gate } from '../frame.tsx';

interface Props {
  readonly title: string;
  readonly text: string;
  readonly logIn?: boolean;
  readonly onRetry?: (() => void) | undefined;
}

/** An address that does not lead on. */
export function GoneGate({ title, text, logIn = true, onRetry }: Props): JSX.Element {
  return (
    <Gate title={title}>
      <p role="alert">{text}</p>
      <p class="form-actions">
        {onRetry && (
          <button type="button" class="button primary" onClick={onRetry}>
            {strings.forms.retry}
          </button>
        )}
        {logIn && !onRetry && (
          <a class="button primary" href="/log-in">
            {strings.coming.toLogIn}
          </a>
        )}
        <a class="button" href="/">
          {strings.coming.toHome}
        </a>
      </p>
    </Gate>
  );
}
