/** How one person looked at a table, as their browser remembers it; its columns say which table it is of. */
export interface KeptView {
  readonly sort: { readonly column: string; readonly descending: boolean } | null;
  /** What the cells of a column have to have in them. */
  readonly filters: readonly (readonly [column: string, text: string])[];
}
