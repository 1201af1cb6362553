import Clipboard from 'quill/modules/clipboard.js';
import type Quill from 'quill/core.js';
import type { Range } from 'quill/core/selection.js';
import Delta from 'quill-delta';
import type { Op, Ops } from '../sync/delta.ts';
import { toView } from './border.ts';
import { safeAddress } from './safe-link.ts';

/** Removed with everything in them. Word's lists need the text of `style`, which Quill itself ignores as content. */
const kDropped =
  'script, noscript, template, iframe, object, embed, applet, frame, frameset, link, meta, base, title, svg, math, ' +
  'audio, video, canvas, form input, form button, input, button, select, textarea, dialog';
/** What a pasted element may keep: enough for the structure. */
const kKeptAttributes = new Set(['href', 'style', 'class', 'data-list', 'colspan', 'rowspan', 'start', 'type', 'id']);

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

  override normalizeHTML(document: Document): void {
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
