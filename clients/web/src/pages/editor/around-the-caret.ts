import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { Formats } from '../../editor/commands.ts';
import { currentHeading, headingsIn } from '../../editor/outline.ts';
import type { Heading } from '../../editor/outline.ts';
import { barsHeight } from '../../editor/quill-view.ts';
import type { QuillView } from '../../editor/quill-view.ts';
import { LinkModel } from './link-model.ts';

/** The outline follows the text this slowly; nobody reads it while typing. */
const kOutlineDelay = 250;

/** The headings of the text, and the formats and the link at the caret, as the page shows them. */
export class AroundTheCaret {
  readonly formats: Signal<Formats> = signal<Formats>({});
  readonly headings: Signal<readonly Heading[]> = signal<readonly Heading[]>([]);
  /** Index of the heading that is being read; -1 above the first one. */
  readonly heading = signal(-1);
  /** Null until the text is on the screen. */
  readonly links: Signal<LinkModel | null> = signal<LinkModel | null>(null);
  #view: QuillView | null = null;
  #framePlanned = false;
  #outlinePlanned = false;

  follow(view: QuillView): void {
    this.#view = view;
    this.links.value = new LinkModel(view);
  }

  /** Call when the text or the caret changed. */
  moved(): void {
    this.scrolled();
    this.#planOutline();
  }

  /** Call when the window scrolled. */
  scrolled(): void {
    if (this.#framePlanned) return;
    this.#framePlanned = true;
    requestAnimationFrame(() => {
      this.#framePlanned = false;
      const formats = this.#view?.formats() ?? {};
      if (JSON.stringify(formats) !== JSON.stringify(this.formats.value)) this.formats.value = formats;
      this.heading.value = currentHeading(this.headings.value, readingLine());
      this.links.value?.moved();
    });
  }

  goTo(heading: Heading): void {
    scrollBelowBars(heading.element, 0);
    const quill = this.#view?.quill;
    const blot = quill?.scroll.find(heading.element);
    // A finger that goes to a heading wants to read: a caret there would bring up the keyboard.
    const mustNotType = matchMedia('(pointer: coarse)').matches;
    if (quill && blot && !mustNotType) quill.setSelection(blot.offset(quill.scroll), 0, 'silent');
  }

  #planOutline(): void {
    if (this.#outlinePlanned) return;
    this.#outlinePlanned = true;
    setTimeout(() => {
      this.#outlinePlanned = false;
      const root = this.#view?.quill.root;
      if (!root) return;
      const headings = headingsIn(root);
      if (!sameHeadings(headings, this.headings.value)) this.headings.value = headings;
      this.heading.value = currentHeading(headings, readingLine());
    }, kOutlineDelay);
  }
}

function sameHeadings(a: readonly Heading[], b: readonly Heading[]): boolean {
  return (
    a.length === b.length &&
    a.every((heading, i) => heading.element === b[i]?.element && heading.text === b[i]?.text && heading.level === b[i]?.level)
  );
}

/** A heading above this line of the window is the one being read. */
function readingLine(): number {
  return barsHeight() + (window.innerHeight - barsHeight()) * 0.3;
}

/** Frames in which a far jump is corrected: blocks get their real height only when they come near. */
const kCorrections = 6;

/** Scrolls so that `element` stands below the bars, `share` of the free height further down. */
export function scrollBelowBars(element: Element, share: number): void {
  const missing = (): number => element.getBoundingClientRect().top - (barsHeight() + 24 + (window.innerHeight - barsHeight()) * share);
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const far = Math.abs(missing()) > window.innerHeight * 2;
  window.scrollBy({ top: missing(), behavior: calm || far ? 'instant' : 'smooth' });
  if (calm || far) correct(missing, kCorrections);
}

function correct(missing: () => number, frames: number): void {
  if (frames === 0) return;
  requestAnimationFrame(() => {
    if (Math.abs(missing()) >= 1) window.scrollBy({ top: missing(), behavior: 'instant' });
    correct(missing, frames - 1);
  });
}
