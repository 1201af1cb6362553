import { isHolder } from './sheaves.ts';

/** Knows in which block of the text a node is, or was when it was taken out of the page. */
export class BlockHomes {
  readonly #root: Node;
  /** Of each node that was taken out: where it was. */
  readonly #parents = new WeakMap<Node, Node>();

  constructor(root: Node) {
    this.#root = root;
  }

  note(records: readonly MutationRecord[]): void {
    for (const { target, removedNodes } of records) for (const node of removedNodes) this.#parents.set(node, target);
  }

  /** A block; the root for what is not in one; null for a node that was never seen here. */
  of(node: Node): Node | null {
    const root = this.#root;
    const seen = new Set<Node>();
    for (let at: Node | undefined = node; at && !seen.has(at); at = at.parentNode ?? this.#parents.get(at)) {
      if (isHolder(root, at)) return root;
      if (at.parentNode && isHolder(root, at.parentNode)) return at;
      seen.add(at);
    }
    return null;
  }
}
