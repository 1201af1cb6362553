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

  /** A child of the root; the root itself for what is directly in it; null for a node that was never seen here. */
  of(node: Node): Node | null {
    const seen = new Set<Node>();
    for (let at: Node | undefined = node; at && !seen.has(at); at = at.parentNode ?? this.#parents.get(at)) {
      if (at === this.#root || at.parentNode === this.#root) return at;
      seen.add(at);
    }
    return null;
  }
}
