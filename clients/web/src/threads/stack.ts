/** A card beside the text: where its words are and how high it is. */
export interface Wish {
  readonly top: number;
  readonly height: number;
}

/**
 * Tops of cards that do not overlap, each as level with its words as the others allow. `wishes` are in the order of
 * their tops. The card at `fixed` (if there is one) stands exactly level; those above it give way upwards, those below
 * it downwards. None goes above 0, where nobody could scroll to it: there, the fixed one gives way too.
 */
export function stack(wishes: readonly Wish[], gap: number, fixed = -1): readonly number[] {
  const tops: number[] = [];
  let free = -Infinity;
  wishes.forEach((wish, i) => {
    const top = i === fixed ? wish.top : Math.max(wish.top, free);
    tops.push(top);
    free = top + wish.height + gap;
  });
  for (let i = fixed - 1; i >= 0; i -= 1) {
    const wish = wishes[i] as Wish;
    tops[i] = Math.min(tops[i] as number, (tops[i + 1] as number) - gap - wish.height);
  }
  free = 0;
  wishes.forEach((wish, i) => {
    tops[i] = Math.max(tops[i] as number, free);
    free = (tops[i] as number) + wish.height + gap;
  });
  return tops;
}
