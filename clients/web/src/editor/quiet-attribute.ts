import type Quill from 'quill/core.js';

/** An attribute on elements of the paper that says something about them and is no part of the text: the editor does not read it. */
export class QuietAttribute {
  readonly #quill: Quill;
  readonly #name: string;
  #set: readonly Element[] = [];

  constructor(quill: Quill, name: string) {
    this.#quill = quill;
    this.#name = name;
  }

  /** Gives these elements the attribute, and takes it from all others. */
  show(wanted: ReadonlyMap<Element, string>): void {
    const { root, scroll, composition } = this.#quill;
    const gone = this.#set.filter((element) => !wanted.has(element) && element.hasAttribute(this.#name));
    const changed = [...wanted].filter(([element, value]) => element.getAttribute(this.#name) !== value);
    if ((gone.length > 0 || changed.length > 0) && (composition.isComposing || !root.isConnected)) return;
    this.#set = [...wanted.keys()];
    if (gone.length === 0 && changed.length === 0) return;
    this.#quill.update('user'); // what is still to be read of the page is read first,
    for (const element of gone) element.removeAttribute(this.#name);
    for (const [element, value] of changed) element.setAttribute(this.#name, value);
    scroll.observer.takeRecords(); // so that only our own changes are dropped here
  }
}
