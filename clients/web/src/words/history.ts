/** Every word that a person reads on the page of a document's history; another language is another module of this shape. */

const kNumber = new Intl.NumberFormat('en');
const number = (count: number): string => kNumber.format(count);
const plural = (count: number, one: string, many: string): string => (count === 1 ? `1 ${one}` : `${number(count)} ${many}`);
const list = (parts: readonly string[]): string => new Intl.ListFormat('en', { type: 'conjunction' }).format(parts);
const characters = (count: number): string => plural(count, 'character', 'characters');

interface Counted {
  readonly inserted: number;
  readonly deleted: number;
  readonly reformatted: number;
}

/** "142 characters written, 12 deleted" */
function counts({ inserted, deleted, reformatted }: Counted): string {
  const parts: string[] = [];
  const say = (count: number, word: string): void => {
    if (count > 0) parts.push(`${parts.length === 0 ? characters(count) : number(count)} ${word}`);
  };
  say(inserted, 'written');
  say(deleted, 'deleted');
  say(reformatted, 'reformatted');
  return parts.length === 0 ? 'Nothing is different' : parts.join(', ');
}

const kRightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** Words of another direction do not turn the sentence around. */
const isolated = (words: string): string => (kRightToLeft.test(words) ? `\u2068${words}\u2069` : words);
const quoted = (words: string): string => `“${isolated(words)}”`;

export const historyWords = {
  title: 'History',
  pageTitle: (title: string) => `History of ${title}`,
  counts,
  characters,
  quoted,
  isolated,
  unnamed: (count: number) => `Author ${count}`,
  somebody: 'Somebody',

  bar: {
    back: 'Back to the paper',
    copyLink: 'Copy link',
    linkCopied: 'The link to exactly this view is copied.',
    linkInBar: 'Copy the link from the address bar: it leads to exactly this view.',
    download: 'Download',
    downloadTitle: (version: string) => `Download ${version} as`,
    formats: { markdown: 'Markdown', html: 'Web page (HTML)', text: 'Plain text', delta: 'Quill Delta (JSON)' },
    help: 'Keyboard shortcuts',
    print: 'Print',
    skip: 'Skip to the text',
  },

  version: (version: number) => `version ${number(version)}`,
  ofVersions: (version: number, head: number) => `${number(version)} of ${number(head)}`,

  banner: {
    label: 'What is on screen',
    named: (name: string, version: number) => `${name} (version ${number(version)})`,
    changes: (from: string, to: string) => `Changes from ${from} to ${to}`,
    made: (when: string) => `Made ${when}`,
    spans: (from: string, to: string) => `${from} to ${to}`,
    empty: 'before anything was written',
    current: 'Current version',
    notCurrent: 'Not the current version',
    newer: (count: number) => `${plural(count, 'newer version', 'newer versions')} since you opened this page`,
    showNewer: 'Show the newest',
    restore: 'Restore this version',
    name: 'Name this version',
    rename: 'Change the name',
    compared: 'Which changes are marked',
    comparedNone: 'No changes marked',
    comparedSince: (what: string) => `Changes since ${what}`,
    comparedBeginning: 'the beginning',
    showCurrent: 'Show the current one',
    busy: 'Fetching…',
    actions: 'With this version',
  },

  nothing: {
    here: 'Nothing is different between these two versions.',
    yet: 'Nothing has changed yet',
    yetSince: 'Nothing has changed yet since the paper was made.',
    yetText: 'When somebody writes in this paper, what they do is listed here, and any moment of it can be looked at again.',
    toPaper: 'Go to the paper',
    emptyVersion: 'There were no words in this version.',
  },

  states: {
    loading: 'Opening the history…',
    forbidden: 'You may read this paper, but not its history',
    forbiddenText: 'The person who shared it with you can let you see how it came to be.',
    notText: 'This document has no history that can be shown',
    notTextText: 'It holds data and not a text. Programs can read its versions.',
    failed: 'The history could not be opened',
    unreachable: 'The server does not answer. Check your connection; what you see here stays.',
    offline: 'You are offline. What you see here stays; the rest needs a connection.',
    retry: 'Try again',
    noSuchVersion: 'There is no such version. This is the newest one.',
    readPaper: 'Read the paper',
  },

  timeline: {
    title: 'Timeline',
    empty: 'No session fits that.',
    earlier: 'Earlier',
    loading: 'Fetching the timeline…',
    zone: (day: string) => `${day}, UTC`,
    session: (name: string, span: string) => `${name}, ${span}`,
    created: (name: string) => `${name} created the paper`,
    createdPlain: 'The paper was created',
    restored: (name: string, version: string) => `${name} restored ${version}`,
    undone: (name: string, whose: string) => `${name} undid what ${whose} did`,
    somebody: 'somebody',
    deleted: (name: string) => `${name} deleted the paper`,
    milestone: 'Named version',
    compareFrom: 'Compare from here',
    compareTo: 'Compare to here',
    compareFromLabel: (what: string) => `Compare from here: ${what}`,
    compareToLabel: (what: string) => `Compare to here: ${what}`,
    picking: (version: number) => `Comparing from version ${number(version)}: now choose where to.`,
    stopPicking: 'Not now',
    compare: 'Compare two versions',
    from: 'From version',
    to: 'To version',
    compareNow: 'Compare',
    filter: 'Whose work',
    everybody: 'Everybody',
    groups: 'Groups',
    people: 'People',
  },

  days: {
    title: 'Busy days',
    label: (done: string) => `, UTC: ${done}`,
    all: (count: number) => `Show all ${number(count)} days`,
    fewer: 'Show the busiest only',
  },

  player: {
    label: 'Go through the versions',
    slider: 'Version',
    value: (version: number, head: number, when: string | null) => `Version ${number(version)} of ${number(head)}${when ? `, ${when}` : ''}`,
    play: 'Play session by session',
    pause: 'Pause',
    previous: 'Previous session',
    next: 'Next session',
    first: 'This is the first session.',
    last: 'This is the last session.',
  },

  changes: {
    title: 'Changes',
    label: 'Changes, in the order of the text',
    next: 'Next change',
    previous: 'Previous change',
    count: (current: number, all: number) => `${number(current)} of ${number(all)}`,
    all: (all: number) => plural(all, 'change', 'changes'),
    none: 'No change fits that.',
    version: 'A single version is shown, with no changes marked. Choose a session in the timeline, or any two versions.',
    before: 'Show what the last session changed',
    more: 'Show more',
    section: 'In which section',
    everywhere: 'The whole paper',
    beginning: 'Before the first heading',
    inNote: ' in a note',
    inHeader: ' in the header of a table',
    inCell: (column: string, row: number) => (column ? ` in row ${row} under ${quoted(column)}` : ` in row ${row} of a table`),
    inSection: (title: string) => ` in ${quoted(title)}`,
    at: (when: string) => ` at ${when}`,
    between: (first: string, last: string) => ` between ${first} and ${last}`,
    inserted: (who: string, words: string) => `${who} inserted ${words}`,
    deleted: (who: string, words: string) => `${who} deleted ${words}`,
    deletedOf: (names: readonly string[]) => `, written by ${list(names)}`,
    replaced: (who: string, before: string, after: string) => `${who} replaced ${before} with ${after}`,
    reformatted: (who: string, words: string, how: string) => `${who} changed how ${words} looks (${how})`,
    movedHere: (who: string, words: string) => `${who} moved ${words} here`,
    movedAway: (who: string, words: string) => `${who} moved ${words} away`,
    movedFrom: (title: string) => ` from ${quoted(title)}`,
    movedTo: (title: string) => ` to ${quoted(title)}`,
    lineEnd: 'the end of a paragraph',
    spaces: 'a space',
    selected: (position: string, words: string) => `Change ${position}: ${words}`,
  },

  text: {
    label: 'The text',
    insertedBy: (name: string) => `inserted by ${name}: `,
    deletedBy: (name: string) => `deleted by ${name}: `,
    reformattedBy: (name: string, how: string) => `${how} by ${name}: `,
    movedHereBy: (name: string) => `moved here by ${name}: `,
    movedAwayBy: (name: string) => `moved away by ${name}: `,
    end: { inserted: ' (end of the insertion) ', deleted: ' (end of the deletion) ', reformatted: ' (end of the change) ' },
    lineInserted: (name: string) => `paragraph divided by ${name}`,
    lineDeleted: (name: string) => `paragraphs joined by ${name}`,
    lineReformatted: (name: string, how: string) => `${how} by ${name}`,
    toOther: { here: 'moved from', away: 'moved to' },
    toOtherLabel: { here: 'Go to where this was moved from', away: 'Go to where this was moved to' },
    ticked: 'done: ',
    unticked: 'to do: ',
    picture: 'picture (not shown)',
    /** A picture, or what else is no word, in a quotation. */
    inQuote: 'picture',
    note: ' [Note: ',
    'note-end': ']',
    other: 'content (not shown)',
  },

  formats: {
    on: {
      bold: 'made bold',
      italic: 'made italic',
      underline: 'underlined',
      strike: 'struck through',
      code: 'made code',
      link: 'made a link',
      header: (level: number) => `made a heading of level ${level}`,
      list: {
        bullet: 'made an item of a bulleted list',
        ordered: 'made an item of a numbered list',
        checked: 'ticked',
        unchecked: 'made an item of a checklist',
      },
      blockquote: 'made a quotation',
      'code-block': 'made a code block',
      start: (number: string) => `given the number ${number}`,
      indent: 'moved further in',
      align: { center: 'centred', right: 'set to the right', justify: 'justified' },
      script: { sub: 'lowered', super: 'raised' },
      alt: (words: string) => (words ? `described as “${words}”` : 'marked as decorative'),
      width: 'given another size',
      height: 'given another size',
      order: 'moved to another place in its table',
      name: (name: string) => `named “${name}”`,
      kind: 'given another kind',
      choices: 'given other choices',
      required: 'made required',
    },
    quoteDepth: 'quoted at another level',
    off: {
      bold: 'no longer bold',
      italic: 'no longer italic',
      underline: 'no longer underlined',
      strike: 'no longer struck through',
      code: 'no longer code',
      link: 'link removed',
      header: 'no longer a heading',
      list: 'no longer in a list',
      blockquote: 'no longer a quotation',
      'code-block': 'no longer a code block',
      start: 'numbered as its list goes on',
      indent: 'moved further out',
      align: 'no longer aligned',
      script: 'set on the line again',
      alt: 'description removed',
      width: 'given another size',
      height: 'given another size',
      order: 'moved to another place in its table',
      name: 'name removed',
      kind: 'made plain text',
      choices: 'choices removed',
      required: 'no longer required',
    },
    linkChanged: 'link leads elsewhere',
    unticked: 'no longer ticked',
    out: 'moved further out',
    other: 'looks changed',
    join: (parts: readonly string[]) => list(parts),
  },

  people: {
    title: 'People',
    by: 'Colours by',
    byPeople: 'Person',
    byGroups: 'Group',
    share: (percent: string) => `${percent} of the text`,
    percent: (percent: number) => (percent > 0 && percent < 1 ? 'under 1 %' : `${Math.round(percent)} %`),
    show: (name: string) => `Show the changes of ${name}`,
    noGroups: 'Nobody who wrote here is in a group.',
    nobody: 'Nobody has written anything in this version.',
    menu: (name: string) => `More about ${name}`,
    only: 'Only their work',
    everybody: 'Everybody’s work',
    undo: 'Undo what they did here…',
    shareOf: (version: string) => `Share of the text of ${version}. To hide somebody’s colour, clear the box.`,
  },

  undo: {
    title: (name: string) => `Undo what ${name} did?`,
    text: (name: string, from: number, to: number) =>
      `This is the current text as it would be without what ${name} did from version ${number(from)} to ${number(to)}, as far as it is still there. Nobody else’s words are touched, and nothing is lost: it can be looked at and restored here.`,
    would: (counts: string) => `${counts}.`,
    yes: 'Undo it',
    no: 'Leave it as it is',
    nothing: (name: string) => `Nothing of what ${name} did there is left in the current text.`,
    done: (name: string, version: number) => `What ${name} did there is undone, in version ${number(version)}.`,
    unchanged: 'There was nothing left to undo.',
    preview: 'Preview: not done yet',
  },

  restore: {
    title: (what: string) => `Restore ${what}?`,
    text: 'The paper will read as it did then. Nothing is lost: everything since stays in the history, and can be restored just the same.',
    yes: 'Restore it',
    no: 'Leave the paper as it is',
    done: (what: string, version: number) => `${what} is the current text again, as version ${number(version)}.`,
    unchanged: 'The paper reads like that already. Nothing was changed.',
    busy: 'The paper is being edited faster than it can be restored. Try again in a moment.',
  },

  milestone: {
    title: (version: number) => `Name version ${number(version)}`,
    change: 'Change the name',
    name: 'Name',
    hint: 'For example “Version 2” or “As sent to the coordinators”.',
    note: 'Note',
    save: 'Save the name',
    saved: (name: string) => `This version is called “${name}” now.`,
    remove: 'Remove the name',
    removed: 'The name is removed. The version is still in the history.',
  },

  wrote: {
    title: 'Who wrote this',
    paragraph: 'Who wrote this paragraph',
    row: 'Who wrote this row',
    inColumn: (name: string) => (name ? `In the column ${quoted(name)}` : 'In a column without a name'),
    inNote: 'In the note',
    addedRow: 'Added the row',
    of: (words: string) => `Who wrote ${quoted(words)}`,
    selected: 'Who wrote the selected words',
    loading: 'Looking it up…',
    nobody: 'There are no words here.',
    version: (version: number) => `version ${number(version)}`,
    show: 'Show this change',
    close: 'Close',
    hint: 'Arrow keys: next or previous paragraph or row. Enter: who wrote it.',
  },

  comments: {
    title: 'Comments',
    intro: (version: string) => `As they were in ${version}; they can be answered in the paper.`,
    none: 'Nobody had commented on this version.',
    forbidden: 'You may not read the comments of this paper.',
    loading: 'Fetching the comments…',
    gone: 'Its words had been deleted',
    toWords: 'Show its words',
    resolved: (name: string) => `Resolved by ${name}`,
    removed: 'This comment was deleted.',
  },

  panel: {
    label: 'History',
    open: 'Open the lists',
    close: 'Close',
    sides: 'What to list',
  },

  help: {
    title: 'Keyboard shortcuts',
    next: 'Next change',
    previous: 'Previous change',
    player: 'In “Version”: one version forward or back',
    playerFar: 'In “Version”: far forward or back',
    paragraph: 'On “Who wrote this”: paragraph by paragraph',
    help: 'This list',
  },

  print: {
    printed: (when: string) => `Printed ${when}`,
    signs: 'Underlined: inserted. Struck through: deleted. Dotted: looks changed.',
  },
} as const;
