import { plural } from './counting.ts';

/** The pictures of a paper. */

export const pictures = {
  /** Instead of a description that nobody has given. */
  undescribed: 'Picture',
  open: 'Picture: open in full size',
  hint: 'No alternative text',
  missing: (alt: string) => (alt ? `Picture cannot be shown: ${alt}` : 'Picture cannot be shown'),
  /** In a plain text. */
  inText: (alt: string) => (alt ? `[Picture: ${alt}]` : '[Picture]'),
  tools: 'Picture',
  alt: 'Alternative text',
  altHint: 'What it shows, in a sentence',
  done: 'Done',
  later: 'Later',
  decorative: 'Decorative: screen readers pass over it',
  width: 'Width',
  widths: { small: 'Small', medium: 'Medium', full: 'Full' },
  openFull: 'Open full size',
  remove: 'Delete',
  inserted: (count: number) => (count === 1 ? 'The picture is in the paper.' : `${count} pictures are in the paper.`),
  choose: 'Choose pictures',
  uploads: 'Pictures on their way into the paper',
  fallbackName: 'Picture',
  queued: (name: string) => `${name}: next`,
  sending: (name: string) => `${name}: being stored…`,
  waiting: (name: string) => `${name}: waits for the connection. Keep this page open.`,
  failed: (name: string, why: string) => `${name}: ${why}`,
  again: 'Try again',
  giveUp: (name: string) => `Do not insert ${name}`,
  refused: {
    tooLarge: 'larger than 10 MB. A smaller copy would fit.',
    kind: 'not a kind of picture that papers hold. They hold PNG, JPEG, WebP, GIF and SVG.',
    damaged: 'it cannot be read, or has more than 50 million pixels.',
    full: 'the paper holds as many pictures as it can.',
    rights: 'you may not change this paper.',
    gone: 'it could not be fetched from the paper that it was copied from.',
    other: (why: string) => why || 'the server did not take it.',
  },
  leftOut: (count: number) =>
    `${plural(count, 'picture was', 'pictures were')} left out: nothing is fetched from elsewhere. Save the picture and put the file here.`,
  filesLeftOut: (count: number) => `${plural(count, 'file was', 'files were')} left out: papers hold text and pictures.`,
} as const;
