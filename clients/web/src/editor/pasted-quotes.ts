import Delta from 'quill-delta';
import { kQuote, quoteOf, quotesIn } from '../text/quotes.ts';

/** Stands for the kind of a line that is in an item and is none itself; no format of ours, it goes at the border. */
const kNoItem = 'none';

/** The contents of a `blockquote`: one level more for each line. Lines in an item, behind its own words, are set in under it. */
export function pastedQuote(element: Element, content: Delta): Delta {
  const lists = listsAround(element);
  return new Delta(
    content.ops.map((op) => {
      const { insert, attributes = {} } = op;
      if (typeof insert !== 'string') return op;
      const inItem = lists > 0 && !attributes['list'] ? { list: kNoItem, indent: lists } : {};
      return { insert, attributes: { ...attributes, ...inItem, [kQuote]: quoteOf(quotesIn(attributes[kQuote]) + 1) } };
    }),
  );
}

/** An item that begins with a quotation has no words of its own: that line is empty. */
export function withOwnLine(element: Element, content: Delta): Delta {
  if (content.ops[0]?.attributes?.['list'] !== kNoItem) return content;
  const indent = listsAround(element) - 1;
  return new Delta().insert('\n', indent > 0 ? { indent } : {}).concat(content);
}

/** How many lists an item, or what is in one, is in; 0 outside of items. */
function listsAround(element: Element): number {
  let lists = 0;
  for (let at = element.closest('li')?.parentElement; at; at = at.parentElement) if (at.localName === 'ol' || at.localName === 'ul') lists += 1;
  return lists;
}
