import type Quill from 'quill/core.js';

type Blot = NonNullable<ReturnType<Quill['scroll']['find']>>;

interface Kind<T extends Blot> {
  readonly className: string;
  new (...given: never[]): T;
}

/** All blots of a kind in the paper, in its order. Cost: their number, whatever the length of the paper. */
export function blotsOf<T extends Blot>(quill: Quill, kind: Kind<T>): readonly T[] {
  const nodes = quill.root.getElementsByClassName(kind.className);
  return [...nodes].map((node) => quill.scroll.find(node)).filter((blot): blot is T => blot instanceof kind);
}

/** The blot of a kind that is the unit at `index`. */
export function unitAt<T extends Blot>(quill: Quill, index: number, kind: Kind<T>): T | null {
  if (index < 0 || index >= quill.getLength()) return null;
  const leaf = quill.getLeaf(index + 1)[0];
  return leaf instanceof kind && leaf.offset(quill.scroll) === index ? leaf : null;
}
