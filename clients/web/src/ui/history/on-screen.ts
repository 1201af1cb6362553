import type { Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { blockElements, rangeOf } from './places.ts';
import type { HistoryView, ReadingView } from './views.ts';

interface Paper {
  readonly current: HTMLDivElement | null;
}

/** Measures the bar and the foot: the style sheet places everything else between them. */
export function useHeights(): void {
  useEffect(() => {
    const { style } = document.documentElement;
    const measure = (): void => {
      for (const [name, selector] of [['--bars-height', '.history-page > .bars'], ['--foot-height', '.history-foot']] as const) {
        const part = document.querySelector<HTMLElement>(selector);
        if (part) style.setProperty(name, `${getComputedStyle(part).position === 'sticky' ? part.offsetHeight : 0}px`);
      }
    };
    const observer = new ResizeObserver(measure);
    for (const part of document.querySelectorAll('.history-page > .bars, .history-foot')) observer.observe(part);
    return () => observer.disconnect();
  }, []);
}

/** Scrolls to a place unless it can be read where it is: it comes below the bars, above the middle. */
export function bringIntoView(place: Element | Range): void {
  const bars = parseFloat(document.documentElement.style.getPropertyValue('--bars-height')) || 0;
  const top = bars + (window.innerHeight - bars) * 0.28;
  const box = place.getBoundingClientRect();
  if (box.top > bars + 24 && box.bottom < window.innerHeight - 120) return;
  window.scrollBy({ top: box.top - top, behavior: 'instant' });
}

/** Brings the change into view that somebody asks for, once it is drawn. */
export function useGoTo(model: HistoryView, paper: Paper): void {
  const wanted: Signal<{ readonly change: number; readonly focus: boolean } | null> = model.changes.goTo;
  const goal = wanted.value;
  const changed = model.changes.changed.value;
  useEffect(() => {
    if (!goal) return;
    const found = paper.current?.querySelectorAll<HTMLElement>(`[data-change="${goal.change}"]`) ?? [];
    const element = [...found].find(({ dataset }) => dataset['opens'] !== undefined) ?? found[0];
    if (!element) return;
    wanted.value = null;
    if (goal.focus) element.focus({ preventScroll: true });
    bringIntoView(element);
  }, [goal, changed]);
}

/** Marks the words of the discussions that are listed. */
export function useThreadMarks(model: HistoryView, reading: ReadingView, paper: Paper, on: boolean): void {
  const shown = model.shown.value;
  const comments = reading.comments.value;
  useEffect(() => {
    const marks = typeof Highlight === 'undefined' ? null : CSS.highlights;
    if (!marks || !on || !shown || !paper.current || comments?.version !== shown.difference.to.version) return undefined;
    const elements = blockElements(paper.current);
    const ranges = comments.threads
      .filter(({ anchor }) => anchor.state === 'anchored' && anchor.length > 0)
      .map(({ anchor }) => rangeOf(elements, shown.reading.blocks, anchor.index, anchor.index + anchor.length))
      .filter((range) => range !== null);
    marks.set('thread-2', new Highlight(...ranges));
    return () => void marks.delete('thread-2');
  }, [shown, comments, on]);
}
