import { types } from 'sharedb/lib/client/index.js';
import richText from 'rich-text';

/**
 * The stock rich-text type, except that `apply` leaves the snapshot alone: the editor holds the current text, and
 * composing every operation with a copy of the whole document again is what makes long papers slow.
 * So `doc.data` is the content at the time of loading, not the current one.
 */
export const lightRichText = {
  ...richText.type,
  apply: (snapshot: unknown): unknown => snapshot,
};

export function registerTypes(): void {
  types.register(lightRichText);
}
