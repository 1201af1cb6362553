import type { Page } from 'playwright-core';
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

/** Answers for the server's properties of papers, where a test is about the page alone. */
export async function withProperties(page: Page, properties: Readonly<Record<string, unknown>>): Promise<void> {
  const now = { ...properties };
  await page.route(/\/api\/v1\/documents\/[^/?]+$/, async (route) => {
    const request = route.request();
    if (request.method() === 'PATCH') Object.assign(now, request.postDataJSON());
    const answer = await (request.method() === 'PATCH' ? fetch(request.url()) : route.fetch().then(async (response) => ({ status: response.status(), json: () => response.json() as Promise<object> })));
    await route.fulfill({ status: answer.status, json: { ...((await answer.json()) as object), ...now } });
  });
}
