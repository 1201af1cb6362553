import { listOf, plural } from './counting.ts';

/** The list of documents. */

const kSaveAgain = 'Save it as UTF-8 in the program that wrote it, then import it again.';

export const home = {
  title: 'Documents',
  search: 'Search by title',
  create: 'New document',
  importFile: 'Import',
  importHint: 'A text, Markdown or HTML file, or drop it on this page',
  drop: 'Drop text, Markdown or HTML files to import them',
  loading: 'Looking for documents…',
  emptyTitle: 'No documents yet',
  emptyTextShared: 'Start one, or import a text, Markdown or HTML file, and share it with the people who write with you.',
  emptyTextReader: 'Documents that somebody shares with you are listed here.',
  emptyText: 'Start one, or import a text, Markdown or HTML file. Anyone with its address can write in it with you.',
  noMatchTitle: 'Nothing has that in its title',
  noMatchText: (query: string) => `No title contains “${query}”.`,
  clearSearch: 'Show all documents',
  more: 'Show more',
  loadingMore: 'Loading…',
  retry: 'Try again',
  unreachableTitle: 'The server does not answer',
  unreachableText: 'Check your connection. This page tries again by itself when you are back online.',
  refusedTitle: 'The list could not be loaded',
  changed: 'Changed',
  here: (names: readonly string[]) => `${listOf(names)} ${names.length === 1 ? 'is' : 'are'} here now`,
  found: (count: number, more: boolean) => `${plural(count, 'document', 'documents')}${more ? ' shown, there are more' : ''}`,
  importing: (name: string) => `Importing ${name}…`,
  importFailed: (name: string, why: string) => `${name} was not imported: ${why}`,
  open: 'Open it',
  importedWith: (title: string) => `“${title}” was imported.`,
  closeReport: 'Close',
  imported: (count: number) => `${plural(count, 'document', 'documents')} imported.`,
  notText: 'it is not a text, Markdown or HTML file.',
  notUtf8: (value: string, line: number, byte: number) =>
    `its encoding is unknown: ${value} at line ${line}, byte ${byte} is not UTF-8. ${kSaveAgain}`,
  notAsSaid: (encoding: string) => `it says that its encoding is ${encoding}, but cannot be read so. ${kSaveAgain}`,
  brokenUtf16: `it is UTF-16, but holds half of a character. ${kSaveAgain}`,
  zeroByte: (line: number) => `it is not a text: line ${line} holds a zero byte. ${kSaveAgain}`,
  tooLarge: 'it is larger than 16 MB.',
  createFailed: (why: string) => `The document was not made: ${why}`,
  unreachable: 'the server does not answer.',
  busy: 'the server is busy. Try again in a moment.',
} as const;
