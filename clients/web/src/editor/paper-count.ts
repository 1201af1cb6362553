import type Quill from 'quill/core.js';
import { toDocument } from '../text/border.ts';
import { countLines, linesOf } from '../text/counting.ts';
import type { Count, PaperLine, Part } from '../text/counting.ts';
import { strings } from '../words/strings.ts';
import { TableBlot } from './tables/table-blot.ts';

/** Nobody reads a count while typing: it is made when one pauses, or at last after so long. */
const kPause = 400;
const kLongest = 2_000;

const kNothing: PaperLine = { amount: { words: 0, lines: 0, hasPictures: false }, heading: null };

type Line = ReturnType<Quill['scroll']['lines']>[number];

/**
 * Counts the paper when somebody pauses, and says beside each heading with a limit how far its section is. Only lines that
 * changed are looked at: a line keeps its contents as one object until it changes, and a table its value.
 */
export class PaperCount {
  readonly #quill: Quill;
  readonly #tell: (count: Count) => void;
  readonly #known = new WeakMap<object, PaperLine>();
  #labelled = new Set<HTMLElement>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #since: number | null = null;

  constructor(quill: Quill, tell: (count: Count) => void) {
    this.#quill = quill;
    this.#tell = tell;
  }

  /** The text, or whether there are limits, is another one. */
  changed(): void {
    const now = performance.now();
    this.#since ??= now;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#count(), Math.max(0, Math.min(kPause, this.#since + kLongest - now)));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** The element of the heading of a part. */
  headingOf(part: Part): HTMLElement | null {
    const line = this.#quill.scroll.lines()[part.line];
    return line?.domNode instanceof HTMLElement ? line.domNode : null;
  }

  #count(): void {
    const { scroll, composition } = this.#quill;
    this.#since = null;
    if (scroll.batch || composition.isComposing) return this.changed();
    const lines = scroll.lines();
    const count = countLines(lines.map((line) => this.#lookAt(line)));
    this.#label(count.parts, lines);
    this.#tell(count);
  }

  #lookAt(line: Line): PaperLine {
    const isTable = line instanceof TableBlot;
    const key = isTable ? line.table : line.delta().ops;
    const known = this.#known.get(key);
    if (known) return known;
    const [looked = kNothing] = linesOf(isTable ? line.delta().ops : toDocument(line.delta().ops));
    this.#known.set(key, looked);
    return looked;
  }

  /** What it does to the paper's elements is not for its guard. */
  #label(parts: readonly Part[], lines: readonly Line[]): void {
    const { scroll } = this.#quill;
    scroll.update(); // whatever happened to the page before this is looked at first
    const now = new Set<HTMLElement>();
    for (const { line, words, wordsMax, over } of parts) {
      const element = lines[line]?.domNode;
      if (wordsMax === null || !(element instanceof HTMLElement)) continue;
      now.add(element);
      const label = over ? strings.templates.ofOver(words, wordsMax) : strings.templates.of(words, wordsMax);
      if (element.dataset['count'] !== label) element.dataset['count'] = label;
      element.toggleAttribute('data-over', over);
    }
    for (const element of this.#labelled) {
      if (now.has(element)) continue;
      delete element.dataset['count'];
      element.removeAttribute('data-over');
    }
    this.#labelled = now;
    scroll.observer.takeRecords();
  }
}
