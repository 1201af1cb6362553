import { plural } from './counting.ts';

/** The page of a document, but for its toolbar, comments and rights. */

export const editor = {
  back: 'All documents',
  history: 'History',
  titleLabel: 'Title',
  renameFailed: 'The title was not saved. Your words are still in the field: press Enter to try again.',
  missingTitle: 'There is no document at this address',
  missingText: 'It may have been deleted, or the address may be incomplete.',
  failedTitle: 'The document could not be opened',
  goHome: 'Go to all documents',
  tryAgain: 'Try again',
  loading: 'Opening the document…',
  textLabel: 'Text of the document',
  placeholder: 'Write here. “# ” makes a heading, “- ” a list.',
} as const;

export const status = {
  loading: 'Opening…',
  saved: 'Saved',
  saving: 'Saving…',
  waiting: 'Waiting to save…',
  waitingShort: 'Waiting…',
  unanswered: (seconds: number, kept: boolean) =>
    `No answer from the server for ${plural(seconds, 'second', 'seconds')}${kept ? '; your changes are kept' : ''}`,
  unansweredShort: (seconds: number) => `No answer: ${seconds} s`,
  offline: (changes: number) =>
    changes === 0
      ? 'Offline'
      : `Offline: ${plural(changes, 'change', 'changes')} will be sent when you are back`,
  reconnecting: 'Reconnecting…',
  offlineShort: (changes: number) => (changes === 0 ? 'Offline' : `Offline · ${changes}`),
  readOnly: 'Read-only',
  tryNow: 'Try now',
  explain: {
    loading: 'The document is being fetched.',
    saved: 'Everything you wrote is stored on the server’s disk.',
    saving: 'Your latest words are on their way. They are also kept on this device.',
    savingUnkept: 'Your latest words are on their way. Keep this page open until it says “Saved”.',
    waiting:
      'The server is busy. You can go on writing: your words are kept on this device and offered again every few seconds.',
    waitingUnkept:
      'The server is busy. Your words are offered again every few seconds. Keep this page open until it says “Saved”.',
    unanswered:
      'The server has not confirmed your latest words. You can go on writing: they are kept on this device and sent until it answers.',
    unansweredUnkept: 'The server has not confirmed your latest words. Keep this page open until it says “Saved”.',
    offline: 'You can go on writing. What you write is kept on this device and sent once, when the server answers again.',
    offlineUnkept:
      'You can go on writing, but keep this page open: this browser cannot keep your changes across a reload here.',
    deleted: 'Somebody deleted this document. Copy what you still need.',
    serverReadOnly:
      'The server takes no changes at the moment. What you wrote is kept, and is saved as soon as the server takes changes again.',
  },
} as const;

export const people = {
  label: 'People here',
  you: 'you',
  alone: 'Nobody else is here',
  moreShort: (count: number) => `+${count}`,
  nobody: 'Someone',
  /** On a cursor. The name keeps its own direction. */
  guest: (name: string) => `\u2068${name}\u2069 (guest)`,
  guestMark: 'guest',
  list: (count: number) => `${plural(count, 'person', 'people')} here`,
  changeName: 'Change your name',
  goTo: (name: string) => `Go to where ${name} writes`,
} as const;

export const name = {
  title: 'What is your name?',
  text: 'The others see it beside your cursor. It is kept in this browser and can be changed at any time.',
  label: 'Your name',
  save: 'Continue',
  later: 'Not now',
} as const;

export const notices = {
  alreadySaved: 'Already saved.',
  savingNow: 'Saving… Plenary saves as you write.',
  offlineSave: 'Kept on this device. It will be sent when you are back.',
  unansweredSave: 'Kept on this device. It will be saved as soon as the server answers.',
  offlineSaveUnkept: 'Not saved yet: the server does not answer. Keep this page open.',
  refused: 'Some of your changes could not be applied to the document.',
  copyText: 'Copy my words',
  wordsLabel: 'Your words that were not sent',
  leftBehind: 'What you wrote last could not be put into the document as it is now. Copy it and put it where it belongs.',
  olderPage: 'The server has a newer version of this page. Reload it when it suits you: what you wrote is kept.',
  reload: 'Reload the page',
  dismiss: 'Close',
  offlineAgain: 'You are offline. You can go on writing.',
  back: 'You are back online. Everything is saved.',
  waitingSave: 'The server is busy. What you wrote is kept, and is saved as soon as the server has room.',
  allSaved: 'Everything is saved.',
} as const;

export const paper = {
  imageNotShown: 'picture (not shown)',
  somethingNotShown: 'content (not shown)',
} as const;

export const outline = {
  label: 'Outline',
  hide: 'Hide the outline',
  show: 'Show the outline',
  close: 'Close',
  empty: 'Headings appear here as you make them.',
} as const;

export const link = {
  label: 'Link',
  address: 'Address',
  text: 'Words',
  edit: 'Change',
  remove: 'Remove',
  apply: 'Apply',
  cancel: 'Cancel',
  unsafe: 'Only web, mail and telephone addresses can be links.',
  openHint: 'Ctrl+click or Alt+Enter opens it',
} as const;

export const time = {
  now: 'just now',
  minutes: (count: number) => plural(count, 'minute ago', 'minutes ago'),
  hours: (count: number) => plural(count, 'hour ago', 'hours ago'),
} as const;
