import Delta from 'quill-delta';
import { toView } from '../../text/border.ts';
import { isNote, kNote } from '../../text/embeds.ts';
import type { Note } from '../../text/embeds.ts';
import type { Op, Ops } from '../../text/delta.ts';
import { noteWords } from '../note-mark.ts';
import { escaped } from '../words-html.ts';

/**
 * Where a copied note carries its content, for papers of ours. Other programs see a raised star with a title. Encoded, so
 * that nobody who rewrites tags takes its words for some.
 */
export const kNoteAttribute = 'data-plenary-note';

export function noteToHtml(note: Note): string {
  return `<sup ${kNoteAttribute}="${encodeURIComponent(JSON.stringify(note))}" title="${escaped(noteWords(note))}">*</sup>`;
}

/** The note that a pasted element carries; nothing if it is not one. Whoever made the page may have written anything there. */
export function pastedNote(element: HTMLElement): Delta {
  try {
    const note = JSON.parse(decodeURIComponent(element.getAttribute(kNoteAttribute) ?? '')) as Note;
    if (!isNote({ [kNote]: note })) return new Delta();
    const content = toView(wordsOnly(note.content ?? []), false);
    return new Delta().insert({ [kNote]: content.length > 0 ? { content: [...content] } : {} });
  } catch {
    return new Delta();
  }
}

function wordsOnly(content: unknown): Ops {
  if (!Array.isArray(content)) return [];
  return (content as Op[]).flatMap(({ insert, attributes }) => {
    if (typeof insert !== 'string' || insert === '') return [];
    return [attributes && typeof attributes === 'object' ? { insert, attributes } : { insert }];
  });
}
