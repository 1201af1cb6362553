import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { busiest, workOf } from '../../history/timeline.ts';
import { shortDayOf } from '../../history/times.ts';
import type { DayCount } from '../../history/types.ts';
import { historyWords } from '../../words/history.ts';
import type { HistoryView } from './views.ts';

const words = historyWords.days;
/** Bars that are shown at first. */
const kMost = 5;

interface Props {
  readonly days: readonly DayCount[];
  readonly model: HistoryView;
  readonly onChosen: () => void;
}

/** The days with the most work, as bars with their words; each leads to what changed on it. */
export function BusyDays({ days, model, onChosen }: Props): JSX.Element | null {
  const all = useSignal(false);
  const heading = useId();
  if (days.length < 2) return null;
  const shown = busiest(days, all.value ? days.length : kMost);
  const most = Math.max(1, ...days.map(workOf));
  const choose = async ({ day }: DayCount): Promise<void> => {
    if (await model.goToDay(day)) onChosen();
  };
  return (
    <section class="busy-days" aria-labelledby={heading}>
      <h3 id={heading}>{words.title}</h3>
      <ul>
        {shown.map((day) => (
          <li key={day.day}>
            <button type="button" title={said(day)} onClick={() => void choose(day)}>
              <span class="day-name">{shortDayOf(day.day)}</span>
              <span class="for-readers">{words.label(said(day))}</span>
              <svg class="day-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <rect width={Math.max(1.5, (100 * day.inserted) / most)} height="8" class="came" />
                <rect x={Math.max(1.5, (100 * day.inserted) / most)} width={(100 * day.deleted) / most} height="8" class="went" />
              </svg>
              <span class="day-count" aria-hidden="true">{new Intl.NumberFormat('en').format(workOf(day))}</span>
            </button>
          </li>
        ))}
      </ul>
      {days.length > kMost && (
        <button type="button" class="act" aria-expanded={all.value} onClick={() => (all.value = !all.value)}>
          {all.value ? words.fewer : words.all(days.length)}
        </button>
      )}
    </section>
  );
}

const said = (day: DayCount): string => historyWords.counts({ ...day, reformatted: 0 });
