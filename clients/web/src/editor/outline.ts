import { SoftBreak } from './soft-break.ts';

export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly element: HTMLElement;
}

const kLongestText = 160;

/** The headings of the text, in order; empty ones are left out. */
export function headingsIn(root: HTMLElement): readonly Heading[] {
  const found: Heading[] = [];
  for (const element of root.querySelectorAll<HTMLElement>('h1, h2, h3, h4, h5, h6')) {
    const text = wordsIn(element).replaceAll('\ufeff', '').trim().slice(0, kLongestText);
    if (text) found.push({ level: Number(element.tagName.slice(1)), text, element });
  }
  return found;
}

/** A break inside of a heading is a space in one line. */
function wordsIn(element: HTMLElement): string {
  const words = element.textContent ?? '';
  if (element.getElementsByClassName(SoftBreak.className).length === 0) return words;
  const copy = element.cloneNode(true) as HTMLElement;
  for (const sign of copy.querySelectorAll(`.${SoftBreak.className}`)) sign.replaceWith(' ');
  return copy.textContent ?? '';
}

/** The index of the heading under which the line at `top` stands; -1 before the first. */
export function currentHeading(headings: readonly Heading[], top: number): number {
  let low = 0;
  let high = headings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const box = headings[middle]?.element.getBoundingClientRect();
    if (box && box.top <= top) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
