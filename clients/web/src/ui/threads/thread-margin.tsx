import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { canHighlight } from '../../editor/thread-highlights.ts';
import { strings } from '../../words/strings.ts';
import { stack } from '../../threads/stack.ts';
import type { Beside, Discussion } from './discussion.ts';
import { DraftCard, ThreadCard } from './thread-card.tsx';
import { ThreadList } from './thread-list.tsx';

const kGap = 8;
/** A card that has not been measured is taken to be this high. */
const kUsualHeight = 104;
/** Further from its words than this a card helps nobody: it waits in the list. */
const kFurthest = 420;

/** Beside the paper: each thread level with its words, or the list of all. */
export function ThreadMargin({ model }: { readonly model: Discussion }): JSX.Element {
  const listed = model.listOpen.value;
  return (
    <aside class={listed ? 'right-margin is-list' : 'right-margin'} aria-label={strings.threads.margin}>
      {listed ? <ThreadList model={model} onClose={() => model.toggleList()} /> : <Cards model={model} />}
    </aside>
  );
}

function Cards({ model }: { readonly model: Discussion }): JSX.Element {
  void model.revision.value;
  const root = useRef<HTMLDivElement>(null);
  const heights = useRef(new Map<string, number>());
  const [, again] = useState(0);
  const { shown, hidden } = fitting(model, heights.current);
  useLayoutEffect(() => {
    const container = root.current;
    if (!container) return undefined;
    const measure = (): void => {
      const changed = place(container, shown, model.active.value?.id, heights.current);
      if (changed) again((n) => n + 1);
    };
    measure();
    const observer = new ResizeObserver(measure);
    for (const card of container.children) observer.observe(card);
    return () => observer.disconnect();
  });
  return (
    <div class="margin-cards" ref={root}>
      {shown.map((beside) => (
        <div class={model.active.value?.id === beside.id ? 'beside is-active' : 'beside'} key={beside.id} data-id={beside.id}>
          <BesideCard model={model} beside={beside} />
        </div>
      ))}
      {hidden.length > 0 && (
        <div class="beside" key="more" data-id="more">
          <button type="button" class="more-here" onClick={() => model.toggleList()}>
            {strings.threads.moreHere(hidden.length)}
          </button>
        </div>
      )}
    </div>
  );
}

function BesideCard({ model, beside }: { readonly model: Discussion; readonly beside: Beside }): JSX.Element | null {
  if (beside.kind === 'draft') {
    const shown = model.drafts.get(beside.id);
    return shown && <DraftCard model={model} shown={shown} />;
  }
  const thread = model.book.get(beside.id);
  return thread && <ThreadCard model={model} thread={thread} quoted={!canHighlight} />;
}

/** Splits the cards: some fit near their words, the others are only counted. */
function fitting(model: Discussion, heights: ReadonlyMap<string, number>): { shown: readonly Beside[]; hidden: readonly Beside[] } {
  const active = model.active.value?.id;
  const shown: Beside[] = [];
  const hidden: Beside[] = [];
  let free = -Infinity;
  for (const beside of model.beside.value) {
    const top = Math.max(beside.top, free);
    if (top - beside.top > kFurthest && beside.id !== active && beside.kind === 'thread') {
      hidden.push(beside);
      continue;
    }
    shown.push(beside);
    const height = heights.get(beside.id) ?? kUsualHeight;
    // The one that is looked at is high; that must not push others out.
    free = top + (beside.id === active ? Math.min(height, kUsualHeight) : height) + kGap;
  }
  return { shown, hidden };
}

/** Moves the cards to their places; returns whether a height was other than thought. */
function place(container: HTMLElement, shown: readonly Beside[], active: string | undefined, heights: Map<string, number>): boolean {
  const origin = container.getBoundingClientRect().top + window.scrollY;
  const cards = [...container.children].filter((card): card is HTMLElement => card instanceof HTMLElement);
  const measured = cards.map((card) => card.offsetHeight);
  let changed = false;
  const wishes = shown.map((beside, i) => {
    const height = measured[i] ?? kUsualHeight;
    if (beside.id !== active && heights.get(beside.id) !== height) {
      heights.set(beside.id, height);
      changed = true;
    }
    return { top: beside.top - origin - 4, height };
  });
  const tops = stack(wishes, kGap, shown.findIndex(({ id }) => id === active));
  cards.forEach((card, i) => {
    const last = (tops.at(-1) ?? 0) + (measured[tops.length - 1] ?? 0) + kGap;
    const top = tops[i] ?? last;
    const above = Math.round(Math.max(0, top - (wishes[i]?.top ?? top)));
    card.style.transform = `translateY(${Math.round(top)}px)`;
    card.style.setProperty('--above', `${above}px`);
    card.classList.toggle('is-below', above > 0);
  });
  return changed;
}
