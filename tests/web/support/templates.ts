import type { Component } from './api.ts';

const line = (words: string, attributes: Readonly<Record<string, unknown>> = {}): readonly Component[] => [
  ...(words ? [{ insert: words }] : []),
  { insert: '\n', attributes },
];

const table = (names: readonly string[], firsts: readonly string[]): Component => ({
  insert: {
    'table-embed': {
      rows: firsts.map((_first, at) => ({ insert: { id: `row0000${at}` } })),
      columns: names.map((name, at) => ({ insert: { id: `column0${at}` }, attributes: { name } })),
      cells: Object.fromEntries(firsts.map((first, at) => [`${at + 1}:1`, { content: [{ insert: first }] }])),
    },
  },
  attributes: { frozen: true },
});

/** A session plan to be filled in. */
export const kSessionPlan: readonly Component[] = [
  ...line('Session plan', { header: 1, frozen: true }),
  ...line('Please keep the order of the parts.', { frozen: true }),
  ...line('Aims', { header: 2, frozen: true, required: true, 'words-max': 8 }),
  ...line('', { prompt: 'Say in one or two sentences what the session is for.' }),
  ...line('Policy questions', { header: 2, frozen: true, required: true, 'words-max': 20 }),
  ...line('', { prompt: 'The first question', list: 'ordered' }),
  ...line('', { prompt: 'The second question', list: 'ordered' }),
  ...line('Proposed speakers', { header: 2, frozen: true, required: true }),
  table(['Group', 'Speaker', 'Confirmed'], ['Government', 'Business', 'Civil society']),
  ...line('Remarks', { header: 2, frozen: true }),
  ...line('Anything else.'),
];

/** Changes what a paper says of itself: whether its frozen parts hold, its limits. */
export async function changeSettings(url: string, id: string, what: object): Promise<void> {
  const answer = await fetch(`${url}/api/v1/documents/${id}`, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(what) });
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
}
