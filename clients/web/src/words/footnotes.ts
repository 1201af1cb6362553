/** The footnotes of a paper. */

export const footnotes = {
  heading: 'Notes',
  mark: (number: number, words: string) => `Note ${number}: ${words || 'empty'}`,
  words: (number: number) => `Words of note ${number}`,
  gone: 'The footnote you were in was deleted by somebody. The history still has it.',
  empty: 'Empty note',
  back: (number: number) => `Back to note ${number} in the text`,
};
