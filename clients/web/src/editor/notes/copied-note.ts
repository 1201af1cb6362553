import Delta from 'quill-delta';
import { toView } from '../../text/border.ts';
import { isNote, kNote } from '../../text/embeds.ts';
import type { Note } from '../../text/embeds.ts';
import type { Op, Ops } from '../../text/delta.ts';
import { opOf, pictureOf } from '../../text/pictures.ts';
import { noteWords } from '../note-mark.ts';
import { escaped } from '../words-html.ts';

/**
 * Where a copied note carries its content, for papers of ours. Other programs see a raised star with a title. Encoded, so
 * that nobody who rewrites tags takes its words for some.
 */
export const kNoteAttribute = 'data-plenary-note';

/** The paper's pictures are at `home`. */
export function noteToHtml(note: Note, home: string): string {
  return `<sup ${kNoteAttribute}="${encodeURIComponent(JSON.stringify({ ...note, home }))}" title="${escaped(noteWords(note))}">*</sup>`;
}

/** The note that a pasted element carries; nothing if it is not one. Whoever made the page may have written anything there. */
export function pastedNote(element: HTMLElement, home: string | null): Delta {
  try {
    const note = JSON.parse(decodeURIComponent(element.getAttribute(kNoteAttribute) ?? '')) as Note & { readonly home?: unknown };
    if (!isNote({ [kNote]: note })) return new Delta();
    const content = toView(known(note.content ?? [], note.home === home));
    return new Delta().insert({ [kNote]: content.length > 0 ? { content: [...content] } : {} });
  } catch {
    return new Delta();
  }
}

/** Words, and pictures if it was copied in this paper. */
function known(content: unknown, isOfPaper: boolean): Ops {
  if (!Array.isArray(content)) return [];
  return (content as Op[]).flatMap((op) => {
    const { insert, attributes } = op;
    const picture = isOfPaper ? pictureOf(op) : null;
    if (picture) return [opOf(picture)];
    if (typeof insert !== 'string' || insert === '') return [];
    return [attributes && typeof attributes === 'object' ? { insert, attributes } : { insert }];
  });
}
