import type { Count, Part } from '../../text/counting.ts';
import type { TemplateSettings } from '../../sync/properties.ts';
import { strings } from '../../words/strings.ts';

const words = strings.templates;

export type PaperLimits = Pick<TemplateSettings, 'wordsMax' | 'pagesMax'>;

/** Something that is missing or too long; without a part it is about the whole paper. */
export interface ToDo {
  readonly text: string;
  readonly part: Part | null;
}

/** In the order of the paper, what is about all of it at the end. */
export function toDoIn({ parts, words: written, pages }: Count, { wordsMax, pagesMax }: PaperLimits): readonly ToDo[] {
  const ofParts = parts.flatMap((part): ToDo[] => [
    ...(part.missing ? [{ text: words.missing(part.title), part }] : []),
    ...(part.over ? [{ text: words.tooLong(part.title, part.words - (part.wordsMax ?? 0)), part }] : []),
  ]);
  return [
    ...ofParts,
    ...(wordsMax !== null && written > wordsMax ? [{ text: words.paperTooLong(written - wordsMax), part: null }] : []),
    ...(pagesMax !== null && pages > pagesMax ? [{ text: words.paperTooManyPages(Math.round(10 * (pages - pagesMax)) / 10), part: null }] : []),
  ];
}
