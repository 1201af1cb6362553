import { plural } from './counting.ts';

/** Words that all forms share. */

export const forms = {
  unreachable: 'The server does not answer. What you typed is still here: try again in a moment.',
  busy: 'The server is busy: try again in a moment.',
  busyKept: 'The server is busy: try again in a moment. What you wrote is kept.',
  tooMany: (seconds: number | null) =>
    `That was tried too often. ${seconds ? `Wait ${seconds < 90 ? plural(Math.ceil(seconds), 'second', 'seconds') : plural(Math.ceil(seconds / 60), 'minute', 'minutes')}` : 'Wait a while'}, then try again.`,
  serverFault: (why: string) => `The server could not do it${why ? ` (${why})` : ''}. Nothing was changed; try again in a moment.`,
  refused: 'The server refused this. Nothing was changed.',
  show: 'Show',
  hide: 'Hide',
  showPassword: 'Show the password',
  optional: 'optional',
  email: 'E-mail address',
  name: 'Name',
  nameHint: 'As the others should see it.',
  affiliation: 'Affiliation',
  affiliationHint: 'The organisation or group that you speak for.',
  password: 'Password',
  newPassword: 'New password',
  passwordHint: 'At least 10 characters. A few words are easier to remember and harder to guess.',
  copy: 'Copy',
  copied: 'Copied',
  copyByHand: 'It is selected now: copy it with Ctrl+C.',
  cancel: 'Cancel',
  save: 'Save',
  saved: 'Saved.',
  more: 'Show more',
  loading: 'Fetching…',
  retry: 'Try again',
} as const;
