import type Quill from 'quill/core.js';
import type { Present } from '../sync/presence.ts';
import type { Person } from '../text/person.ts';
import { strings } from '../words/strings.ts';
import { caretOf, selectionOf } from './caret-places.ts';
import { fans, placeFlags } from './flag-places.ts';
import type { Caret } from './flag-places.ts';

/** A name is written out for this long when its owner moves or types. */
const kNameShown = 2_000;
/** Whoever goes on within this time after that is known by now: the name does not come again. */
const kGoesOn = 4_000;
/** The least empty height above a caret on which its head stands without touching words. */
const kHeadRoom = 13;
/** Heads of carets nearer to each other than that are drawn side by side. */
const kHeadWidth = 9;
/** The pointer is at a caret if it is this near. */
const kTouch = 7;

interface Drawn {
  readonly flag: HTMLElement;
  readonly label: HTMLElement;
  readonly rects: HTMLElement[];
  person: Present;
  /** The name is shown until then, and may be shown again from the second time on. */
  namedUntil: number;
  quietUntil: number;
  caret: Caret | null;
  pointed: boolean;
}

/**
 * Others' cursors and selections, above the text and outside of it. A name lies on words only while its owner begins to move, or
 * under the pointer; then the initials stand where no words are: on the caret, or beside the text. Only cursors near the window
 * are measured, once per frame. (quill-cursors measures every cursor at every change of the text.)
 */
export class CursorLayer {
  readonly #quill: Quill;
  readonly #layer: HTMLElement;
  readonly #letters: () => (person: Person) => string;
  readonly #drawn = new Map<string, Drawn>();
  readonly #cleanup: (() => void)[] = [];
  #pointer: { readonly x: number; readonly y: number } | null = null;
  #asked = false;
  #later: ReturnType<typeof setTimeout> | undefined;

  /** `letters` gives the initials of each person as they are now. */
  constructor(quill: Quill, letters: () => (person: Person) => string) {
    this.#quill = quill;
    this.#letters = letters;
    this.#layer = document.createElement('div');
    this.#layer.className = 'cursors';
    this.#layer.setAttribute('aria-hidden', 'true');
    quill.container.append(this.#layer);
    this.#listen(window, 'scroll', this.redraw);
    this.#listen(window, 'resize', this.redraw);
    const paper = quill.container.parentElement ?? quill.container;
    for (const type of ['pointermove', 'pointerdown', 'pointerleave']) this.#listen(paper, type, this.#pointed);
  }

  remove(): void {
    clearTimeout(this.#later);
    for (const work of this.#cleanup.splice(0)) work();
    this.#drawn.clear();
    this.#layer.remove();
  }

  show(people: readonly Present[]): void {
    const here = new Set(people.map((person) => person.id));
    for (const [id, drawn] of this.#drawn) {
      if (here.has(id)) continue;
      drawn.flag.remove();
      for (const rect of drawn.rects) rect.remove();
      this.#drawn.delete(id);
    }
    const letters = this.#letters();
    for (const person of people) this.#take(person, letters);
    this.redraw();
  }

  /** Shows the name of one person, for whoever was led to them. */
  point(id: string): void {
    const drawn = this.#drawn.get(id);
    if (drawn) drawn.namedUntil = performance.now() + kNameShown;
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

  #listen(target: EventTarget, type: string, work: (event: Event) => void): void {
    target.addEventListener(type, work, { passive: true });
    this.#cleanup.push(() => target.removeEventListener(type, work));
  }

  #pointed = (event: Event): void => {
    const { clientX: x, clientY: y } = event as PointerEvent;
    this.#pointer = event.type === 'pointerleave' ? null : { x, y };
    if (this.#drawn.size === 0) return;
    const origin = this.#quill.container.getBoundingClientRect();
    const changed = [...this.#drawn.values()].some(({ caret, pointed }) => caret !== null && this.#isPointedAt(caret, origin) !== pointed);
    if (changed) this.redraw();
  };

  #take(person: Present, letters: (person: Person) => string): void {
    const known = this.#drawn.get(person.id);
    const drawn = known ?? this.#make(person);
    if (known?.person.moves !== person.moves) this.#name(drawn);
    drawn.person = person;
    drawn.flag.dataset['author'] = String(person.colour);
    drawn.label.textContent = person.guest ? strings.people.guest(person.name || '?') : person.name || '?';
    drawn.label.dataset['initials'] = letters(person);
  }

  #make(person: Present): Drawn {
    const flag = document.createElement('div');
    flag.className = 'cursor';
    const label = document.createElement('span');
    label.className = 'cursor-name';
    label.setAttribute('dir', 'auto');
    flag.append(label);
    this.#layer.append(flag);
    const drawn: Drawn = { flag, label, rects: [], person, namedUntil: 0, quietUntil: 0, caret: null, pointed: false };
    this.#drawn.set(person.id, drawn);
    return drawn;
  }

  #name(drawn: Drawn): void {
    const now = performance.now();
    if (now >= drawn.quietUntil) drawn.namedUntil = now + kNameShown;
    drawn.quietUntil = Math.max(now, drawn.namedUntil) + kGoesOn;
  }

  /** Writes and reads of the page's geometry take turns once: which names are shown, how large they are, where they stand. */
  #draw(): void {
    const origin = this.#quill.container.getBoundingClientRect();
    const shown: { drawn: Drawn; caret: Caret; above: boolean }[] = [];
    const now = performance.now();
    for (const drawn of this.#drawn.values()) {
      const place = caretOf(this.#quill, drawn.person);
      const boxes = selectionOf(this.#quill, drawn.person);
      drawn.caret = place && { left: place.box.left - origin.left, top: place.box.top - origin.top, height: place.box.height };
      drawn.flag.hidden = drawn.caret === null;
      this.#drawBoxes(drawn, boxes, origin);
      if (!place || !drawn.caret) continue;
      drawn.pointed = this.#isPointedAt(drawn.caret, origin);
      const named = drawn.namedUntil > now || drawn.pointed;
      drawn.flag.classList.toggle('named', named);
      shown.push({ drawn, caret: drawn.caret, above: named || place.roomAbove >= kHeadRoom });
    }
    this.#place(shown, origin);
    this.#drawAgainAfter(now);
  }

  #place(shown: readonly { readonly drawn: Drawn; readonly caret: Caret; readonly above: boolean }[], origin: DOMRect): void {
    const strip = origin.left - (this.#quill.container.parentElement?.getBoundingClientRect().left ?? 0);
    const flags = shown.map(({ drawn: { label }, caret, above }) => ({ caret, above, width: label.offsetWidth, height: label.offsetHeight }));
    const places = placeFlags(flags, { width: origin.width, strip });
    const aside = fans(shown.map(({ caret }) => caret), kHeadWidth);
    shown.forEach(({ drawn: { flag, label }, caret, above }, i) => {
      const place = places[i] ?? caret;
      flag.style.transform = `translate(${caret.left}px, ${caret.top}px)`;
      flag.style.height = `${caret.height}px`;
      flag.style.setProperty('--fan', `${(aside[i] ?? 0) * kHeadWidth}px`);
      flag.classList.toggle('beside', !above);
      label.style.transform = `translate(${place.left - caret.left + 1}px, ${place.top - caret.top}px)`;
    });
  }

  /** At the caret, or at the head that stands beside its line. */
  #isPointedAt({ left, top, height }: Caret, origin: DOMRect): boolean {
    if (!this.#pointer) return false;
    const x = this.#pointer.x - origin.left;
    const y = this.#pointer.y - origin.top;
    const level = y > top - kHeadRoom && y < top + height;
    return level && (Math.abs(x - left) <= kTouch || x < -kTouch);
  }

  #drawAgainAfter(now: number): void {
    clearTimeout(this.#later);
    const ends = [...this.#drawn.values()].map(({ namedUntil }) => namedUntil).filter((end) => end > now);
    if (ends.length > 0) this.#later = setTimeout(this.redraw, Math.min(...ends) - now + 1);
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
}
