/** Orders `found` by how a name matches the query: its beginning first, then the beginning of any word, then the rest as they were. */
export function ranked<T extends { readonly name: string }>(query: string, found: readonly T[]): readonly T[] {
  const wanted = query.trim().toLocaleLowerCase();
  if (!wanted) return found;
  const rank = ({ name }: T): number => {
    const folded = name.toLocaleLowerCase();
    return folded.startsWith(wanted) ? 0 : folded.split(/[\s-]+/u).some((word) => word.startsWith(wanted)) ? 1 : 2;
  };
  return found.toSorted((a, b) => rank(a) - rank(b));
}
