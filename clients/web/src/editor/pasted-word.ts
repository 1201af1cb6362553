import { kMaxIndent } from '../text/indents.ts';
import { hadNumber } from './pasted-numbers.ts';

/** The attribute that keeps an element's style until a script can set it. */
export const kStyle = 'data-pasted-style';

/** Word and other programs mark so what no reader sees: hidden words, comments, and the mark of a comment. */
const kNotShown = /display:none|mso-hide:all|mso-element:comment|mso-special-character:comment/i;

/** Takes out what the source does not show, so that words which somebody deleted or hid do not come back. */
export function dropHidden(document: Document): void {
  const fromWord = document.querySelector('[class^="Mso"], [class*=" Mso"], [style*="mso-"], [data-pasted-style*="mso-"]') !== null;
  for (const element of document.querySelectorAll(`[${kStyle}]`)) {
    if (kNotShown.test((element.getAttribute(kStyle) ?? '').replaceAll(/\s/g, ''))) element.remove();
  }
  for (const element of document.querySelectorAll('[hidden], .MsoCommentReference, .msocomanchor, .msocomoff')) element.remove();
  for (const deleted of document.querySelectorAll('del')) {
    if (fromWord) {
      deleted.remove(); // a tracked deletion
      continue;
    }
    const struck = document.createElement('s');
    struck.append(...deleted.childNodes);
    deleted.replaceWith(struck);
  }
}

/** Word writes tabs and several spaces as no-break spaces under a style of its own, and an empty line as one. */
export function wordSpaces(document: Document): void {
  for (const element of document.querySelectorAll(`[${kStyle}*="mso-tab-count"], [${kStyle}*="mso-spacerun"]`)) {
    const style = element.getAttribute(kStyle) ?? '';
    const tabs = /mso-tab-count:\s*(\d{1,2})/i.exec(style)?.[1];
    element.textContent = tabs ? '\t'.repeat(Number(tabs)) : (element.textContent ?? '').replaceAll(/\s/g, ' ');
    element.setAttribute(kStyle, `${style};white-space:pre-wrap`);
  }
  for (const element of document.querySelectorAll('.Apple-converted-space')) element.textContent = (element.textContent ?? '').replaceAll('\u00a0', ' ');
  for (const element of document.getElementsByTagName('o:p')) if ((element.textContent ?? '').trim() === '') element.textContent = '';
}

/** Word's list lines are paragraphs whose style names a list and a level; what kind it is stands in the style sheet. */
export function wordLists(document: Document): void {
  const sheets = [...document.querySelectorAll('script[type="text/plain"]')].map((sheet) => sheet.textContent ?? '').join('\n');
  for (const element of document.querySelectorAll(`[${kStyle}*="mso-list"]`)) {
    const style = element.getAttribute(kStyle) ?? '';
    const [, list, level] = /mso-list:[^;]*\bl(\d+)\s+level(\d+)/i.exec(style) ?? [];
    if (/mso-list:[^;]*ignore/i.test(style)) {
      const number = /^\s*(\d{1,9})[.)]/.exec(element.textContent ?? '')?.[1];
      const item = element.closest('li');
      if (item && number !== undefined) hadNumber(item, Number(number));
      element.remove(); // the mark itself
    } else if (list !== undefined && level !== undefined) {
      const kind = new RegExp(`@list l${list}:level${level}\\s*\\{[^}]*mso-level-number-format:\\s*bullet`, 'i');
      const item = document.createElement('li');
      item.setAttribute('data-list', kind.test(sheets) ? 'bullet' : 'ordered');
      if (Number(level) > 1) item.className = `ql-indent-${Math.min(kMaxIndent, Number(level) - 1)}`;
      item.append(...element.childNodes);
      const container = document.createElement('ul');
      container.append(item);
      element.replaceWith(container);
    }
  }
}

