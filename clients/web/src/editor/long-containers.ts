import { CodeBlockContainer } from 'quill/formats/code.js';
import { ListContainer } from 'quill/formats/list.js';
import type Container from 'quill/blots/container.js';

type Blot = Parameters<Container['insertBefore']>[0];

/**
 * Takes out of a list, or of a piece of code, the lines that are none of it any more: all at once. Quill takes one in each of
 * its rounds and gives up after a hundred, in the middle of its work.
 */
function takeOut(container: Container): void {
  const { parent, statics } = container;
  const kinds = statics.allowedChildren as readonly (new (...given: never[]) => object)[];
  const others = container.children.map((line: Blot) => line).filter((line: Blot) => !kinds.some((kind) => line instanceof kind));
  // From the end on: what is behind a line is its own list by then, and short.
  for (const line of others.toReversed()) {
    if (line.next) container.splitAfter(line);
    parent.insertBefore(line, container.next);
  }
}

export class Items extends ListContainer {
  override enforceAllowedChildren(): void {
    takeOut(this);
  }
}

export class CodeBox extends CodeBlockContainer {
  override enforceAllowedChildren(): void {
    takeOut(this);
  }
}
