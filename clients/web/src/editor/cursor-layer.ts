import type Quill from 'quill/core.js';
import type { Present } from '../sync/presence.ts';
import type { Person } from '../text/person.ts';
import { strings } from '../words/strings.ts';

/** A name is written out for this long after its cursor moved; then the initials stay. */
const kNameShown = 2_500;
/** Cursors and selections are drawn this far outside the window, so that scrolling finds them there. */
const kMargin = 400;

interface Drawn {
  readonly flag: HTMLElement;
  readonly label: HTMLElement;
  readonly rects: HTMLElement[];
  person: Present;
  hide: ReturnType<typeof setTimeout> | undefined;
}

/**
 * Others' cursors and selections, above the text and outside of it. Only those near the window are measured, once per
 * frame. (quill-cursors measures every cursor at every change of the text.)
 */
export class CursorLayer {
  readonly #quill: Quill;
  readonly #layer: HTMLElement;
  readonly #drawn = new Map<string, Drawn>();
  #asked = false;
  readonly #letters: () => (person: Person) => string;

  /** `letters` gives the initials of each person as they are now. */
  constructor(quill: Quill, letters: () => (person: Person) => string) {
    this.#quill = quill;
    this.#letters = letters;
    this.#layer = document.createElement('div');
    this.#layer.className = 'cursors';
    this.#layer.setAttribute('aria-hidden', 'true');
    quill.container.append(this.#layer);
    window.addEventListener('scroll', this.redraw, { passive: true });
    window.addEventListener('resize', this.redraw, { passive: true });
  }

  remove(): void {
    window.removeEventListener('scroll', this.redraw);
    window.removeEventListener('resize', this.redraw);
    for (const drawn of this.#drawn.values()) clearTimeout(drawn.hide);
    this.#layer.remove();
  }

  show(people: readonly Present[]): void {
    const here = new Set(people.map((person) => person.id));
    for (const [id, drawn] of this.#drawn) {
      if (here.has(id)) continue;
      this.#erase(drawn);
      this.#drawn.delete(id);
    }
    for (const person of people) this.#take(person);
    const letters = this.#letters();
    for (const { label, person } of this.#drawn.values()) label.dataset['initials'] = letters(person);
    this.redraw();
  }

  redraw = (): void => {
    if (this.#asked || this.#drawn.size === 0) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.#draw();
    });
  };

  #take(person: Present): void {
    const known = this.#drawn.get(person.id);
    const drawn = known ?? this.#make(person);
    const moved = !known || known.person.index !== person.index || known.person.length !== person.length;
    drawn.person = person;
    drawn.flag.dataset['author'] = String(person.colour);
    drawn.label.textContent = person.guest ? strings.people.guest(person.name || '?') : person.name || '?';
    if (moved) this.#showName(drawn);
  }

  #make(person: Present): Drawn {
    const flag = document.createElement('div');
    flag.className = 'cursor';
    const label = document.createElement('span');
    label.className = 'cursor-name';
    label.setAttribute('dir', 'auto');
    flag.append(label);
    this.#layer.append(flag);
    const drawn: Drawn = { flag, label, rects: [], person, hide: undefined };
    this.#drawn.set(person.id, drawn);
    return drawn;
  }

  #showName(drawn: Drawn): void {
    clearTimeout(drawn.hide);
    drawn.flag.classList.add('named');
    drawn.hide = setTimeout(() => drawn.flag.classList.remove('named'), kNameShown);
  }

  #erase(drawn: Drawn): void {
    clearTimeout(drawn.hide);
    drawn.flag.remove();
    for (const rect of drawn.rects) rect.remove();
  }

  /** All is measured first and then written, so that the page is laid out once. */
  #draw(): void {
    const origin = this.#quill.container.getBoundingClientRect();
    const places = [...this.#drawn.values()].map((drawn) => ({ drawn, ...this.#measure(drawn.person) }));
    for (const { drawn, caret, boxes } of places) {
      drawn.flag.hidden = caret === null;
      if (caret) {
        drawn.flag.style.transform = `translate(${caret.left - origin.left}px, ${caret.top - origin.top}px)`;
        drawn.flag.style.height = `${caret.height}px`;
        drawn.flag.classList.toggle('near-top', caret.top - origin.top < 28);
        drawn.flag.classList.toggle('at-end', caret.left - origin.left > origin.width - 140);
      }
      this.#drawBoxes(drawn, boxes, origin);
    }
  }

  #drawBoxes(drawn: Drawn, boxes: readonly DOMRect[], origin: DOMRect): void {
    while (drawn.rects.length > boxes.length) drawn.rects.pop()?.remove();
    boxes.forEach((box, position) => {
      let rect = drawn.rects[position];
      if (!rect) {
        rect = document.createElement('div');
        rect.className = 'selection-of-other';
        this.#layer.prepend(rect);
        drawn.rects.push(rect);
      }
      rect.dataset['author'] = String(drawn.person.colour);
      rect.style.transform = `translate(${box.left - origin.left}px, ${box.top - origin.top}px)`;
      rect.style.width = `${box.width}px`;
      rect.style.height = `${box.height}px`;
    });
  }

  #measure(person: Present): { caret: { left: number; top: number; height: number } | null; boxes: readonly DOMRect[] } {
    const last = Math.max(0, this.#quill.getLength() - 1);
    const start = Math.min(person.index, last);
    const end = Math.min(person.index + person.length, last);
    const near = (top: number, bottom: number): boolean =>
      bottom > -kMargin && top < window.innerHeight + kMargin;
    const [line] = this.#quill.getLine(end);
    const block = line?.domNode instanceof Element ? line.domNode.getBoundingClientRect() : null;
    const bounds = block && near(block.top, block.bottom) ? this.#quill.selection.getBounds(end) : null;
    const boxes = end > start ? this.#boxes(start, end).filter((box) => near(box.top, box.bottom)) : [];
    return { caret: bounds ? { left: bounds.left, top: bounds.top, height: bounds.height } : null, boxes };
  }

  /** The boxes of a selection, line by line; of one that spans very much, only its ends' blocks are walked. */
  #boxes(start: number, end: number): readonly DOMRect[] {
    const [startLeaf, startOffset] = this.#quill.getLeaf(start);
    const [endLeaf, endOffset] = this.#quill.getLeaf(end);
    if (!startLeaf || !endLeaf) return [];
    const range = document.createRange();
    range.setStart(...startLeaf.position(startOffset, true));
    range.setEnd(...endLeaf.position(endOffset, true));
    const boxes: DOMRect[] = [];
    for (const box of range.getClientRects()) {
      const before = boxes.at(-1);
      if (box.width < 1) continue;
      const same = before && Math.abs(before.left - box.left) < 1 && Math.abs(before.top - box.top) < 1;
      if (!same || Math.abs(before.width - box.width) > 1) boxes.push(box);
    }
    return boxes;
  }
}
