import { safeAddress } from '../text/safe-link.ts';
import { kNoteAttribute } from './notes/copied-note.ts';
import { kPictureClasses } from './pictures/picture-blot.ts';
import { SoftBreak } from './soft-break.ts';
import { kStyle } from './pasted-word.ts';
import { kBreakAttribute } from './words-html.ts';
import { kColumns, kIds } from './tables/pasted-table.ts';

/** Removed with everything in them. */
const kDropped =
  'script, noscript, template, iframe, object, embed, applet, frame, frameset, link, meta, base, title, svg, math, ' +
  'audio, video, canvas, form input, form button, input, button, select, textarea, dialog';
/** The attributes that a pasted element may keep: enough for the structure. */
const kKeptAttributes = new Set(['href', 'style', kStyle, 'class', 'data-list', 'colspan', 'rowspan', 'start', 'value', 'type', 'id', kBreakAttribute, kNoteAttribute, kColumns, kIds]);

const kOfPictures = new Set(['src', 'alt', 'width', 'height']);

/**
 * The page's Content-Security-Policy holds in a parsed document too: it would take every `style` away, and with it what
 * is bold in Google Docs and which of Word's paragraphs are lists. So styles are parsed under another name, and style
 * sheets (Word's kinds of lists are in them) as plain text. Only tags are touched, never the words between them.
 */
export function inert(html: string): string {
  return html.replaceAll(/<\/?[a-z][^>]*>/gi, (tag) =>
    tag
      .replace(/^<style\b[^>]*>/i, '<script type="text/plain">')
      .replace(/^<\/style\b/i, '</script')
      .replaceAll(/(\s|["'/])style\s*=/gi, `$1 ${kStyle}=`)
      .replaceAll(/(\s|["'/])on[a-z]+\s*=/gi, '$1 data-dropped='),
  );
}

/** What stays of a picture that cannot come: its description, which leads to it. A smiley is its sign. */
function descriptionOf(picture: HTMLImageElement): readonly Node[] {
  const { ownerDocument: document } = picture;
  const words = (picture.getAttribute('alt') ?? '').trim();
  const address = safeAddress(picture.getAttribute('src') ?? '');
  if (words === '') return [];
  if (address === null || !/^https?:/i.test(address) || !/[\p{L}\p{N}]/u.test(words) || picture.closest('a')) return [document.createTextNode(words)];
  const link = document.createElement('a');
  link.setAttribute('href', address);
  link.textContent = words;
  return [link];
}

/** Returns how many pictures it removed: all but those that `canCome`. */
export function clean(document: Document, canCome: (image: Element) => boolean): number {
  for (const node of document.querySelectorAll(kDropped)) node.remove();
  for (const choice of document.querySelectorAll('picture')) choice.replaceWith(...choice.querySelectorAll('img'));
  const pictures = [...document.querySelectorAll('img')].filter((image) => !canCome(image));
  for (const picture of pictures) picture.replaceWith(...descriptionOf(picture));
  captionsBehindPictures(document);
  for (const element of document.querySelectorAll('*')) {
    element.classList.remove('table-embed', 'note-mark', SoftBreak.className, ...kPictureClasses); // they come in as what is in them
    for (const { name, value } of [...element.attributes]) {
      const kept = element.localName === 'img' && kOfPictures.has(name) ? kOfPictures : kKeptAttributes;
      const bad = !kept.has(name) || (name === 'href' && safeAddress(value) === null);
      if (bad) element.removeAttribute(name);
    }
    const style = element.getAttribute(kStyle);
    if (style !== null && 'style' in element) setStyle(element as HTMLElement, style);
    element.removeAttribute(kStyle);
  }
  return pictures.length;
}

/** The caption of a figure is the words behind its picture. */
function captionsBehindPictures(document: Document): void {
  for (const caption of document.querySelectorAll('figure > img:first-child + figcaption, figure > a:first-child:has(> img) + figcaption')) {
    for (const part of caption.querySelectorAll('p, div')) part.replaceWith(...part.childNodes, ' ');
    caption.replaceWith(...caption.childNodes);
  }
}

/** A first line set in is how a paragraph looks; Quill would make a tab of it. */
function setStyle(element: HTMLElement, style: string): void {
  element.style.cssText = style;
  element.style.textIndent = '';
}
