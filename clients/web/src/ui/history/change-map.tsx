import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { markedMap, nearestOn } from '../../history/change-map.ts';
import { colouredAs } from './face.tsx';
import type { HistoryView } from './views.ts';

/** A map of the changes in the whole text. For the mouse: the list says the same to everybody. */
export function ChangeMap({ model }: { readonly model: HistoryView }): JSX.Element | null {
  const changed = model.changes.changed.value;
  const listed = model.changes.listed.value;
  const map = useMemo(() => (changed ? markedMap(changed.reading.blocks, listed) : []), [changed, listed]);
  if (!changed || map.length === 0) return <div class="change-map" aria-hidden="true" />;
  const current = model.changes.current;
  const go = (event: MouseEvent): void => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const nearest = nearestOn(map, (event.clientY - box.top) / box.height);
    if (nearest !== null) model.changes.select(nearest, false);
  };
  return (
    <div class="change-map" aria-hidden="true">
      <svg width="100%" height="100%" focusable="false" onClick={go}>
        {map.map(({ change, by, top }) => {
          const figure = changed.people[by];
          const hue = figure && colouredAs(figure, model.place.value.colours, model.cast).hue;
          return <rect key={change} data-author={hue} class={change === current ? 'is-current' : undefined} x="15%" width="70%" y={`${top * 99}%`} height="4" rx="2" />;
        })}
      </svg>
    </div>
  );
}
