/** Pictures among files that somebody pastes, drops or chooses. */

const kPicture = /^image\//;
/** For the dialogue in which files are chosen. */
export const kAccepted = 'image/png,image/jpeg,image/webp,image/gif,image/svg+xml';

export interface Brought {
  readonly pictures: readonly File[];
  /** How many files are none. */
  readonly others: number;
}

export function sorted(files: Iterable<File>): Brought {
  const all = [...files];
  const pictures = all.filter(({ type }) => kPicture.test(type));
  return { pictures, others: all.length - pictures.length };
}

/**
 * Whether what was brought is pictures and not words. Spreadsheets send a picture of the cells along with them; a browser
 * sends the address of a picture along with it, and a file manager the names of the files.
 */
export function isPictures(data: DataTransfer): boolean {
  if (sorted(data.files).pictures.length === 0) return false;
  const html = data.getData('text/html');
  if (html !== '') return !hasWords(html);
  return data.getData('text/plain').split('\n').every((line) => line.trim() === '' || /^(file:|https?:|\/)/i.test(line.trim()));
}

function hasWords(html: string): boolean {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  return (body.textContent ?? '').trim() !== '';
}
