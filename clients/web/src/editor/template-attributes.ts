import { Parchment } from 'quill/core.js';

/** A mark of a template on a line's element, from which the page's styles show it. */
class LineMark extends Parchment.Attributor {
  readonly #read: (text: string) => unknown;

  constructor(name: string, read: (text: string) => unknown) {
    super(name, `data-${name}`, { scope: Parchment.Scope.BLOCK });
    this.#read = read;
  }

  override value(node: HTMLElement): unknown {
    const text = node.getAttribute(this.keyName);
    return text === null ? undefined : this.#read(text);
  }
}

/** For the editor's registry. */
export const lineMarks = {
  'formats/frozen': new LineMark('frozen', () => true),
  'formats/prompt': new LineMark('prompt', (text) => text),
  'formats/required': new LineMark('required', () => true),
  'formats/words-max': new LineMark('words-max', Number),
};
