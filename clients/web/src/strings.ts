/** Every word that a person reads in the client; another language is another module of this shape. */

const plural = (count: number, one: string, many: string): string => (count === 1 ? `1 ${one}` : `${count} ${many}`);

export const strings = {
  product: 'Plenary',
  untitled: 'Untitled document',
  skipToText: 'Skip to the text',

  home: {
    title: 'Documents',
    search: 'Search by title',
    create: 'New document',
    importFile: 'Import',
    importHint: 'A text or Markdown file, or drop it on this page',
    drop: 'Drop text or Markdown files to import them',
    loading: 'Looking for documents…',
    emptyTitle: 'No documents yet',
    emptyText: 'Start one, or import a text or Markdown file. Whoever knows its address can write in it with you.',
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
    imported: (count: number) => `${plural(count, 'document', 'documents')} imported.`,
    notText: 'it is not a text or Markdown file.',
    tooLarge: 'it is larger than 16 MB.',
    createFailed: (why: string) => `The document was not made: ${why}`,
    unreachable: 'the server does not answer.',
  },

  editor: {
    back: 'All documents',
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
  },

  status: {
    loading: 'Opening…',
    saved: 'Saved',
    saving: 'Saving…',
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
      offline: 'You can go on writing. What you write is kept on this device and sent once, when the server answers again.',
      offlineUnkept:
        'You can go on writing, but keep this page open: this browser cannot keep your changes across a reload here.',
      deleted: 'Somebody deleted this document. Copy what you still need.',
      serverRefuses: (why: string) =>
        `The server takes no changes at the moment${why ? ` (${why})` : ''}. What you wrote is kept and is offered again every few seconds.`,
    },
  },

  people: {
    label: 'People here',
    you: 'you',
    alone: 'Nobody else is here',
    moreShort: (count: number) => `+${count}`,
    nobody: 'Someone',
    list: (count: number) => `${plural(count, 'person', 'people')} here`,
    changeName: 'Change your name',
    goTo: (name: string) => `Go to where ${name} writes`,
  },

  name: {
    title: 'What is your name?',
    text: 'The others see it beside your cursor. It is kept in this browser and can be changed at any time.',
    label: 'Your name',
    save: 'Continue',
    later: 'Not now',
  },

  toolbar: {
    label: 'Formatting',
    style: 'Style of the paragraph',
    paragraph: 'Text',
    heading: (level: number) => `Heading ${level}`,
    bold: 'Bold',
    italic: 'Italic',
    underline: 'Underline',
    strike: 'Strikethrough',
    code: 'Code',
    link: 'Link',
    quote: 'Quotation',
    bullet: 'Bulleted list',
    ordered: 'Numbered list',
    check: 'Checklist',
    codeBlock: 'Code block',
    divider: 'Divider',
    clear: 'Clear formatting',
    undo: 'Undo',
    redo: 'Redo',
    help: 'Keyboard shortcuts',
  },

  outline: {
    label: 'Outline',
    hide: 'Hide the outline',
    show: 'Show the outline',
    empty: 'Headings appear here as you make them.',
  },

  link: {
    label: 'Link',
    address: 'Address',
    text: 'Words',
    edit: 'Change',
    remove: 'Remove',
    apply: 'Apply',
    cancel: 'Cancel',
    unsafe: 'Only web, mail and telephone addresses can be links.',
    openHint: 'Ctrl+click or Alt+Enter opens it',
  },

  notices: {
    alreadySaved: 'Already saved.',
    savingNow: 'Saving… Plenary saves as you write.',
    offlineSave: 'Kept on this device. It will be sent when you are back.',
    offlineSaveUnkept: 'Not saved yet: the server does not answer. Keep this page open.',
    pictures: (count: number) => `${plural(count, 'picture was', 'pictures were')} left out: papers hold text only.`,
    refused: 'Some of your changes could not be applied to the document.',
    copyText: 'Copy my words',
    dismiss: 'Close',
    offlineAgain: 'You are offline. You can go on writing.',
    back: 'You are back online. Everything is saved.',
  },

  paper: {
    imageNotShown: 'picture (not shown)',
    somethingNotShown: 'content (not shown)',
  },

  help: {
    title: 'Keyboard shortcuts',
    close: 'Close',
    groups: {
      text: 'Words',
      paragraphs: 'Paragraphs',
      typing: 'While typing, at the start of a line',
      moving: 'Around the page',
    },
    then: 'then',
    or: 'or',
    entries: {
      bold: 'Bold',
      italic: 'Italic',
      underline: 'Underline',
      strike: 'Strikethrough',
      code: 'Code',
      link: 'Make or change a link',
      openLink: 'Open the link at the cursor',
      clear: 'Clear formatting',
      undo: 'Undo what you did',
      redo: 'Redo it',
      headings: 'Heading 1 to 6',
      paragraph: 'Back to text',
      quote: 'Quotation',
      ordered: 'Numbered list',
      bullet: 'Bulleted list',
      check: 'Checklist',
      tick: 'Tick or untick the line',
      indent: 'Further in, in a list',
      outdent: 'Further out',
      typeHeading: 'Heading',
      typeList: 'List',
      typeOrdered: 'Numbered list',
      typeCheck: 'Checklist',
      typeQuote: 'Quotation',
      typeCode: 'Code block',
      typeDivider: 'Divider',
      toolbar: 'To the toolbar; arrows move in it',
      leave: 'Leave the text with the keyboard',
      save: 'Is it saved?',
      help: 'This list',
    },
  },

  time: {
    now: 'just now',
    minutes: (count: number) => plural(count, 'minute ago', 'minutes ago'),
    hours: (count: number) => plural(count, 'hour ago', 'hours ago'),
  },
} as const;

export function listOf(names: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
}
