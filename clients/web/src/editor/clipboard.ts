import Clipboard from 'quill/modules/clipboard.js';
import type Quill from 'quill/core.js';
import type { Range } from 'quill/core/selection.js';
import Delta from 'quill-delta';
import type { Op, Ops } from '../text/delta.ts';
import { toView } from '../text/border.ts';
import { safeAddress } from '../text/safe-link.ts';

/** Removed with everything in them. */
const kDropped =
  'script, noscript, template, iframe, object, embed, applet, frame, frameset, link, meta, base, title, svg, math, ' +
  'audio, video, canvas, form input, form button, input, button, select, textarea, dialog';
/** The attribute that keeps an element's style until a script can set it. */
const kStyle = 'data-pasted-style';
/** The attributes that a pasted element may keep: enough for the structure. */
const kKeptAttributes = new Set(['href', 'style', kStyle, 'class', 'data-list', 'colspan', 'rowspan', 'start', 'type', 'id']);

export interface PasteReport {
  /** Pictures were left out. */
  readonly pictures: number;
}

/** Pasting keeps structure (headings, lists, emphasis, links) and drops the rest; nothing pasted is ever live. */
export class CleanClipboard extends Clipboard {
  onReport: (report: PasteReport) => void = () => undefined;

  constructor(quill: Quill, options: Partial<Clipboard['options']>) {
    super(quill, options);
    this.addMatcher('hr', () => new Delta().insert({ divider: true }));
    this.addMatcher('td, th', (_node, delta) => delta); // a row becomes a line: see cellsToLine
  }

  protected override convertHTML(html: string): Delta {
    return super.convertHTML(inert(html));
  }

  override normalizeHTML(document: Document): void {
    wordLists(document);
    const pictures = clean(document);
    cellsToLine(document);
    super.normalizeHTML(document);
    if (pictures > 0) this.onReport({ pictures });
  }

  override convert(
    source: { readonly html?: string; readonly text?: string },
    formats: Record<string, unknown> = {},
  ): Delta {
    const converted = super.convert(source, formats);
    return new Delta(keepKnown(converted) as Op[]);
  }

  /** Removes the page's words for screen readers: they are not part of the text. */
  override onCopy(range: Range, isCut: boolean): { html: string; text: string } {
    const copied = super.onCopy(range, isCut) as { html: string; text: string };
    return { ...copied, html: copied.html.replaceAll(/(<[a-z][^>]*?) aria-details="[^"]*"/gi, '$1') };
  }

  override onPaste(range: Range, source: { readonly text?: string; readonly html?: string }): void {
    // An address pasted over words makes them a link.
    const address = source.text && !/\s/.test(source.text) ? safeAddress(source.text) : null;
    if (address && range.length > 0) {
      this.quill.formatText(range.index, range.length, 'link', address, 'user');
      this.quill.setSelection(range.index + range.length, 0, 'silent');
      return;
    }
    const { text, html } = source;
    super.onPaste(range, { ...(text === undefined ? {} : { text }), ...(html === undefined ? {} : { html }) });
  }
}

/**
 * The page's Content-Security-Policy holds in a parsed document too: it would take every `style` away, and with it what
 * is bold in Google Docs and which of Word's paragraphs are lists. So styles are parsed under another name, and style
 * sheets (Word's kinds of lists are in them) as plain text. Only tags are touched, never the words between them.
 */
function inert(html: string): string {
  return html.replaceAll(/<\/?[a-z][^>]*>/gi, (tag) =>
    tag
      .replace(/^<style\b[^>]*>/i, '<script type="text/plain">')
      .replace(/^<\/style\b/i, '</script')
      .replaceAll(/(\s|["'/])style\s*=/gi, `$1 ${kStyle}=`)
      .replaceAll(/(\s|["'/])on[a-z]+\s*=/gi, '$1 data-dropped='),
  );
}

/** Word's list lines are paragraphs whose style names a list and a level; what kind it is stands in the style sheet. */
function wordLists(document: Document): void {
  const sheets = [...document.querySelectorAll('script[type="text/plain"]')].map((sheet) => sheet.textContent ?? '').join('\n');
  for (const element of document.querySelectorAll(`[${kStyle}*="mso-list"]`)) {
    const style = element.getAttribute(kStyle) ?? '';
    const [, list, level] = /mso-list:[^;]*\bl(\d+)\s+level(\d+)/i.exec(style) ?? [];
    if (/mso-list:[^;]*ignore/i.test(style)) {
      element.remove(); // the mark itself
    } else if (list !== undefined && level !== undefined) {
      const kind = new RegExp(`@list l${list}:level${level}\\s*\\{[^}]*mso-level-number-format:\\s*bullet`, 'i');
      const item = document.createElement('li');
      item.setAttribute('data-list', kind.test(sheets) ? 'bullet' : 'ordered');
      if (Number(level) > 1) item.className = `ql-indent-${Math.min(8, Number(level) - 1)}`;
      item.append(...element.childNodes);
      const container = document.createElement('ul');
      container.append(item);
      element.replaceWith(container);
    }
  }
}

/** Returns how many pictures it removed. */
function clean(document: Document): number {
  for (const node of document.querySelectorAll(kDropped)) node.remove();
  const pictures = document.querySelectorAll('img, picture');
  for (const picture of pictures) picture.remove();
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of [...element.attributes]) {
      const bad = !kKeptAttributes.has(name) || (name === 'href' && safeAddress(value) === null);
      if (bad) element.removeAttribute(name);
    }
    const style = element.getAttribute(kStyle);
    if (style !== null && 'style' in element) (element as HTMLElement).style.cssText = style;
    element.removeAttribute(kStyle);
  }
  return pictures.length;
}

/** Tables are not part of the text yet: a row becomes one line with its cells divided, so that no word is lost. */
function cellsToLine(document: Document): void {
  for (const row of [...document.querySelectorAll('tr')].reverse()) {
    const line = document.createElement('p');
    [...row.children].forEach((cell, position) => {
      if (position > 0) line.append(' | ');
      const blocks = cell.querySelectorAll('p, div, li, h1, h2, h3, h4, h5, h6');
      for (const block of blocks) block.append(' ');
      for (const block of blocks) block.replaceWith(...block.childNodes);
      line.append(...cell.childNodes);
    });
    row.replaceWith(line);
  }
  for (const table of [...document.querySelectorAll('table')].reverse()) {
    const lines = [...table.querySelectorAll('p')].filter((line) => line.closest('table') === table);
    table.replaceWith(...lines);
  }
}

function keepKnown(delta: Delta): Ops {
  const known = delta.ops.filter(({ insert }) => typeof insert === 'string' || (insert && 'divider' in insert));
  return toView(known);
}
