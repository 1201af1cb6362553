import type { JSX } from 'preact';
import { longMomentOf } from '../../history/times.ts';
import { historyWords } from '../../words/history.ts';
import { strings } from '../../words/strings.ts';
import { FigureFace } from './face.tsx';
import { legendOf } from './legend.tsx';
import type { HistoryView } from './views.ts';

const words = historyWords.print;

/** On paper only: the title, the versions, and the colours of the authors. */
export function PrintHead({ model }: { readonly model: HistoryView }): JSX.Element | null {
  const shown = model.shown.value;
  if (!shown) return null;
  const { from, to } = shown.difference;
  const name = (version: number, time: string | null): string =>
    `${model.nameOf(version)} (${time === null ? historyWords.banner.empty : longMomentOf(time)})`;
  const did = shown.compares ? legendOf(model).filter(({ done }) => done !== null) : [];
  return (
    <div class="print-head" aria-hidden="true">
      <p class="print-title" dir="auto">
        {historyWords.pageTitle(model.title.value || strings.untitled)}
      </p>
      <p>{shown.compares ? historyWords.banner.changes(name(from.version, from.time), name(to.version, to.time)) : name(to.version, to.time)}</p>
      {did.length > 0 && (
        <>
          <ul>
            {did.map(({ figure, done }) => (
              <li key={figure.id}>
                <FigureFace figure={figure} />
                <span dir="auto">{figure.name}</span>
                <span>{done && historyWords.counts(done)}</span>
              </li>
            ))}
          </ul>
          <p>{words.signs}</p>
        </>
      )}
      <p>{words.printed(longMomentOf(new Date().toISOString()))}</p>
    </div>
  );
}
