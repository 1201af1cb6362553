import { account, who } from './account.ts';
import { administration, audit } from './administration.ts';
import { coming } from './coming.ts';
import { editor, link, name, notices, outline, paper, people, status, time } from './editor.ts';
import { footnotes } from './footnotes.ts';
import { forms } from './forms.ts';
import { home } from './home.ts';
import { help, toolbar } from './keys.ts';
import { pictures } from './pictures.ts';
import { rights, roles, sharing } from './sharing.ts';
import { tables } from './tables.ts';
import { templates } from './templates.ts';
import { threads } from './threads.ts';

/** Every word that a person reads in the client, but for the history's page. Another language is another set of these modules. */
export const strings = {
  product: 'Plenary',
  untitled: 'Untitled document',
  skipToText: 'Skip to the text',
  home,
  editor,
  status,
  people,
  name,
  forms,
  coming,
  who,
  account,
  administration,
  audit,
  roles,
  rights,
  sharing,
  toolbar,
  outline,
  link,
  tables,
  footnotes,
  pictures,
  templates,
  threads,
  notices,
  paper,
  help,
  time,
} as const;
