import type { JSX } from 'preact';
import type { Me } from '../../api/roles.ts';
import { historyWords } from '../../words/history.ts';
import { Gone } from '../gone.tsx';
import type { HistoryView, Phase } from './views.ts';

const words = historyWords.states;

interface NoProps {
  readonly phase: Phase;
  readonly document: string;
  readonly me: Me | null;
}

/** In place of a history that cannot be shown. */
export function NoHistory({ phase, document, me }: NoProps): JSX.Element | null {
  switch (phase.kind) {
    case 'missing':
      return <Gone why={{ kind: 'missing' }} me={me} />;
    case 'forbidden':
      return <Said title={words.forbidden} text={words.forbiddenText} document={document} />;
    case 'not-text':
      return <Said title={words.notText} text={words.notTextText} document={document} />;
    case 'failed':
      return (
        <main class="gone">
          <h1>{words.failed}</h1>
          <p>{phase.message}</p>
          <p class="gone-actions">
            <button type="button" class="button primary" onClick={() => location.reload()}>
              {words.retry}
            </button>
            <ToPaper document={document} />
          </p>
        </main>
      );
    default:
      return null;
  }
}

function Said({ title, text, document }: { readonly title: string; readonly text: string; readonly document: string }): JSX.Element {
  return (
    <main class="gone">
      <h1>{title}</h1>
      <p>{text}</p>
      <p class="gone-actions">
        <ToPaper document={document} primary />
      </p>
    </main>
  );
}

function ToPaper({ document, primary = false }: { readonly document: string; readonly primary?: boolean }): JSX.Element {
  return (
    <a class={primary ? 'button primary' : 'button'} href={`/d/${encodeURIComponent(document)}`}>
      {words.readPaper}
    </a>
  );
}

/** While the first view is on its way. */
export function OpeningText(): JSX.Element {
  return (
    <div class="opening-paper">
      <p class="for-readers" role="status">
        {words.loading}
      </p>
      <div class="bone wide-title" />
      {[0, 1, 2, 3, 4, 5].map((line) => (
        <div class="bone" key={line} />
      ))}
    </div>
  );
}

/** Nobody has written anything since the paper was made. */
export function NothingYet({ document }: { readonly document: string }): JSX.Element {
  return (
    <main class="nothing-yet">
      <h2>{historyWords.nothing.yet}</h2>
      <p>{historyWords.nothing.yetText}</p>
      <p>
        <a class="button" href={`/d/${encodeURIComponent(document)}`}>
          {historyWords.nothing.toPaper}
        </a>
      </p>
    </main>
  );
}

/** The rest of the page stays as it was. */
export function Problem({ model }: { readonly model: HistoryView }): JSX.Element {
  const problem = model.problem.value;
  return (
    <div role="alert">
      {problem && (
        <div class="problem history-problem">
          <p>{problem}</p>
          <button type="button" class="button small" onClick={() => model.retry()}>
            {words.retry}
          </button>
        </div>
      )}
    </div>
  );
}
