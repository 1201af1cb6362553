import { Parchment } from 'quill/core.js';
import { kQuote, quoteOf, quotesIn } from '../text/quotes.ts';

/**
 * How many quotations a line is in. An attribute beside the kind of the line, so that lists, headings and code can be quoted. A
 * paragraph says to screen readers that it is a quotation; the other kinds go on saying what they are.
 */
class QuoteAttribute extends Parchment.Attributor {
  constructor() {
    super(kQuote, 'data-quote', { scope: Parchment.Scope.BLOCK });
  }

  override add(node: HTMLElement, value: unknown): boolean {
    const levels = quotesIn(value);
    if (levels === 0) this.remove(node);
    else super.add(node, String(levels));
    if (levels > 0 && node.tagName === 'P') node.setAttribute('role', 'blockquote');
    return true;
  }

  override remove(node: HTMLElement): void {
    super.remove(node);
    if (node.getAttribute('role') === 'blockquote') node.removeAttribute('role');
  }

  override value(node: HTMLElement): true | number | undefined {
    return quoteOf(quotesIn(Number(node.getAttribute(this.keyName) ?? 0)));
  }
}

/** For the editor's registry. */
export const quoteAttribute = new QuoteAttribute();
