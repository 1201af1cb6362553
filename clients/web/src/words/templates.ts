/** Templates: what they say of a paper, filling them in, designing them, and the gallery. */

const number = (count: number): string => count.toLocaleString('en');
const words = (count: number): string => (count === 1 ? '1 word' : `${number(count)} words`);
const pages = (count: number): string => (count === 1 ? '1 page' : `${number(count)} pages`);

export const templates = {
  refused: 'This part belongs to the template and cannot be changed.',
  frozenHere: 'Part of the template',

  of: (count: number, most: number) => `${number(count)} of ${words(most)}`,
  ofOver: (count: number, most: number) => `${number(count)} of ${words(most)}, ${number(count - most)} over`,
  toDo: 'Still to do',
  toDoCount: (count: number) => (count === 0 ? 'Nothing is missing' : `Still to do: ${count}`),
  complete: 'Nothing is missing, and nothing is too long.',
  missing: (title: string) => `“${title || 'A part without a title'}”: nothing is written yet`,
  tooLong: (title: string, count: number) => `“${title || 'A part without a title'}”: ${words(count)} too many`,
  paperTooLong: (count: number) => `The whole paper: ${words(count)} too many`,
  paperTooManyPages: (count: number) => `The whole paper: about ${pages(count)} too many`,
  wholeOf: (count: number, length: number, most: number | null, mostPages: number | null) =>
    `${most === null ? words(count) : `${number(count)} of ${words(most)}`}, about ${mostPages === null ? pages(length) : `${length} of ${pages(mostPages)}`}`,
  counted: 'The parts',

  tool: 'Template…',
  designTitle: 'Template',
  lineTitle: 'The line with the caret',
  tableTitle: 'The table with the caret',
  noLine: 'Put the caret into a line, then open this again.',
  frozen: 'Belongs to the template: whoever fills it in cannot change it',
  frozenColumns: 'Its columns belong to the template: whoever fills it in cannot change them',
  prompt: 'What to write here',
  promptHint: 'Shown in the line while it is empty. It is no text of the paper.',
  required: 'Something must be written below this heading',
  wordsMax: 'Word limit of its part',
  paperTitle: 'The whole paper',
  isTemplate: 'This is a template',
  about: 'What it is for',
  aboutHint: 'One sentence. Whoever chooses a template reads it.',
  holds: 'What belongs to the template cannot be changed',
  paperWordsMax: 'Word limit',
  paperPagesMax: 'Page limit',
  noLimit: 'no limit',
  saved: 'Saved.',

  fromTemplate: 'New from template',
  gallery: 'New from template',
  builtIn: 'Plenary’s own',
  limits: (most: number | null, mostPages: number | null) =>
    [most === null ? '' : `at most ${words(most)}`, mostPages === null ? '' : `at most ${pages(mostPages)}`].filter(Boolean).join(', '),
  untitled: 'Template without a title',
  empty: 'There are no templates yet. Open a document and choose “Template…” in its toolbar to make it one.',
} as const;
