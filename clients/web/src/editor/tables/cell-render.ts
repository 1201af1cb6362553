import { toView } from '../../text/border.ts';
import type { Ops } from '../../text/delta.ts';
import { pictureOf } from '../../text/pictures.ts';
import { kSoftBreak } from '../../text/soft-break.ts';
import { drawnPicture } from '../pictures/drawn-picture.ts';
import { toEditor } from './cell-text.ts';

type Attributes = Readonly<Record<string, unknown>>;

const kTags: readonly (readonly [format: string, tag: string])[] = [
  ['code', 'code'],
  ['strike', 's'],
  ['underline', 'u'],
  ['italic', 'em'],
  ['bold', 'strong'],
];

/** A break keeps its character in the page, without any size: places in drawn words are counted in characters. */
function textNode(text: string): Node {
  if (!text.includes(kSoftBreak)) return document.createTextNode(text);
  const all = document.createDocumentFragment();
  text.split(kSoftBreak).forEach((part, at) => {
    if (at > 0) {
      const sign = document.createElement('span');
      sign.className = 'break-sign';
      sign.textContent = kSoftBreak;
      all.append(sign, document.createElement('br'));
    }
    if (part !== '') all.append(part);
  });
  return all;
}

function wordsNode(text: string, attributes: Attributes): Node {
  let node: Node = textNode(text);
  const wrap = (tag: string): HTMLElement => {
    const element = document.createElement(tag);
    element.append(node);
    node = element;
    return element;
  };
  for (const [format, tag] of kTags) if (attributes[format]) wrap(tag);
  if (attributes['script']) wrap(attributes['script'] === 'sub' ? 'sub' : 'sup');
  const { link } = attributes;
  if (typeof link === 'string') {
    const element = wrap('a');
    element.setAttribute('href', link);
    element.setAttribute('rel', 'noopener noreferrer nofollow');
  }
  return node;
}

/** Draws a cell's content, line after line, into `element`. Its pictures have to be loaded. */
export function renderContent(element: HTMLElement, content: Ops): void {
  const lines: HTMLElement[] = [];
  let line = document.createElement('p');
  for (const op of toView(toEditor(content).ops)) {
    const { insert, attributes = {} } = op;
    const picture = pictureOf(op);
    if (picture) {
      line.append(drawnPicture(picture));
      continue;
    }
    if (typeof insert !== 'string') {
      const mark = document.createElement('sup');
      mark.textContent = '*'; // a note, or what cannot be shown: its editor says more
      line.append(mark);
      continue;
    }
    insert.split('\n').forEach((part, at) => {
      if (at > 0) {
        finish(line, attributes);
        lines.push(line);
        line = document.createElement('p');
      }
      if (part !== '') line.append(wordsNode(part, attributes));
    });
  }
  element.replaceChildren(...lines);
}

function finish(line: HTMLElement, attributes: Attributes): void {
  line.dir = 'auto';
  if (typeof attributes['list'] === 'string') line.dataset['list'] = attributes['list'];
  if (!line.hasChildNodes()) line.append(document.createElement('br'));
}
