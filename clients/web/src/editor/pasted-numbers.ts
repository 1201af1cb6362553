/**
 * Lists of the text count from 1. A pasted list that begins elsewhere keeps its numbers as words, unless it begins with
 * the number that it has here anyway: the count goes on after a remark in another list.
 */
export function numbersToWords(document: Document): void {
  for (const list of document.querySelectorAll<HTMLOListElement>('ol[start]')) {
    if (list.start === countBefore(list) + 1) continue;
    let number = list.start;
    for (const item of itemsOf(list)) {
      const inner = item.firstElementChild;
      const line = inner?.matches('p, div') && item.firstChild === inner ? inner : item;
      line.prepend(`${number}. `);
      number += 1;
    }
    list.replaceWith(...[...list.childNodes].map(asParagraph));
  }
}

function itemsOf(list: Element): Element[] {
  return [...list.children].filter((child) => child.localName === 'li');
}

/** The numbered items in the lists right before `list`. */
function countBefore(list: Element): number {
  let count = 0;
  for (let at = list.previousElementSibling; at?.matches('ol, ul'); at = at.previousElementSibling) {
    if (at.localName === 'ol') count += itemsOf(at).length;
  }
  return count;
}

function asParagraph(node: Node): Node {
  if (!(node instanceof Element) || node.localName !== 'li') return node;
  const line = node.ownerDocument.createElement('p');
  line.append(...node.childNodes);
  return line;
}
