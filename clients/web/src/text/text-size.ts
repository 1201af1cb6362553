/** Stands for an embed in the text of a line: part of the word around it, without a width. */
export const kEmbedSign = '\ufffc';

export interface TextSize {
  readonly words: number;
  /** In places of a line. */
  readonly width: number;
}

/** A letter or number of a script without spaces between words. */
const kWordAlone = /(?=[\p{L}\p{N}])[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]/gu;
const kHalfWidth = /[\uff66-\uff9f]/g;
const kLetter = /[\p{L}\p{N}]/u;
const kSpaces = /\p{White_Space}+/u;
const kPlain = /^[\0-\x7f]*$/;

/**
 * Counts one line of text, by the same rules as the server (protocol/counting/text_size.hpp): a word is a longest run without
 * white space that has a letter or number in it; each letter or number of Han, Hiragana or Katakana is a word of its own.
 */
export function sizeOf(line: string): TextSize {
  const others = kPlain.test(line) ? line : line.replaceAll(kWordAlone, ' ');
  const runs = others.split(kSpaces).reduce((count, run) => count + Number(kLetter.test(run)), 0);
  if (others === line && kPlain.test(line)) return { words: runs, width: line.length };
  const alone = line.match(kWordAlone) ?? [];
  const wide = alone.filter((sign) => !sign.match(kHalfWidth)).length;
  const signs = line.split(kEmbedSign).length - 1;
  return { words: runs + alone.length, width: [...line].length + wide - signs };
}
