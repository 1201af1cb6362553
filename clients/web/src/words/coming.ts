import { listOf } from './counting.ts';

/** The pages by which one comes in: log-in, set-up, invitations, links. */

export const coming = {
  logIn: {
    title: 'Log in',
    submit: 'Log in',
    forgot: 'If you have forgotten your password, ask an administrator for an address at which you can set a new one.',
    noAccount: 'You need no account to open a link that somebody has sent you.',
    needsSetUp:
      'Nobody has an account here yet. plenaryd printed an address for the first one when it started: ask the person who runs this server.',
    wrong: 'The e-mail address or the password is not right. Check both, and whether Caps Lock is on.',
    already: (name: string) => `You are logged in as ${name}.`,
    goOn: 'Continue',
    logOut: 'Log out',
  },
  setUp: {
    title: 'Set up this server',
    text: 'You make the first account. It administers the server: it invites the others.',
    submit: 'Make the account',
    gone: 'This address does not work (any more)',
    goneText:
      'It is good once, until the server is started again. If there is an account already, log in; if not, plenaryd says a new address when it starts.',
  },
  invitation: {
    title: 'You are invited',
    text: 'Make an account to read and write here under your name.',
    administrator: 'You will be an administrator of this server.',
    groups: (names: readonly string[]) => `You will be a member of ${listOf(names)}.`,
    until: (date: string) => `This invitation is good until ${date}.`,
    submit: 'Make my account',
    loading: 'Looking at the invitation…',
    gone: 'This invitation does not work any more',
    goneText: 'It was used, withdrawn, or is older than 14 days. If you have made your account, log in; else ask the person who invited you for a new one.',
    taken: 'There is an account with this e-mail address already. Log in with it, or use another address.',
  },
  reset: {
    title: 'Set a new password',
    text: 'Afterwards you are logged in here and logged out everywhere else. Tokens for programs end.',
    submit: 'Set the password',
    gone: 'This address does not work any more',
    goneText: 'It is good once, for 24 hours. Ask an administrator for a new one.',
  },
  link: {
    title: 'What is your name?',
    text: 'You have been given a link to a document. What you write there is shown under this name; nobody asks for an account.',
    label: 'Your name',
    submit: 'Open the document',
    haveAccount: 'Do you have an account? Log in first, then open the link again.',
    loading: 'Opening the link…',
    gone: 'This link does not work any more',
    goneText: 'It has run out, was withdrawn, or the address is incomplete. Ask the person who sent it to you.',
  },
  noSecret: 'The address is incomplete: the part behind # is missing. Copy it as a whole.',
  toLogIn: 'Log in',
  toHome: 'Go to all documents',
  failedTitle: 'That did not work',
} as const;
