// A small data directory with something of everything, and what must be found in it. tests/data/storage/directory-1 was made
// by the program of November 2026 (before 0.9) with
//   PLENARYD=… node tests/api/support/old_directory.mjs DIRECTORY && plenary compact --data-dir DIRECTORY
// Programs of later times must go on reading it: it is never made again. A later format gets a directory of its own.
import { pathToFileURL } from 'node:url';
import { JSON0, RawSocket } from '../../stock/support/raw.mjs';
import { House } from './house.mjs';

export const PAPERS = {
  dc: { title: 'Digital commons', text: 'The commons are kept by those who use them.\nThey need rules.\n' },
  x: { title: 'Paper x', text: 'A paper with a table beside it.\n' },
  'x.y': { title: 'Paper x.y', text: 'A paper with the name of that table.\n' },
};
/** The comments of each thread, by paper. */
export const THREADS = {
  dc: [['Kept by whom?', 'By all of us.'], ['Which rules?']],
  x: [['Where is the table?']],
  'x.y': [['This is another paper.', 'So it is.']],
};
export const PEOPLE = { owner: 'Olga Owner', editor: 'Edda Editor', commenter: 'Carl Commenter' };
export const GUEST = 'Gina Guest';
export const LINK_LABEL = 'for the workshop';
export const GROUP = 'Secretariat';
export const MILESTONE = 'First draft';
/** The client id under which the guest typed, and the row that the editor keeps beside paper x. */
export const GUEST_CLIENT = 'guest-of-the-workshop';
export const ROW = { title: 'Row of the table', cells: [1, 2, 3] };

const over = (server, client) => ({ ...server, headers: client.credentials });

async function typeAsGuest(server, guest) {
  const socket = await RawSocket.open(over(server, guest), { id: GUEST_CLIENT });
  await socket.commit('documents', 'dc', { v: 1, op: [{ insert: 'Draft. ' }] });
  await socket.commit('documents', 'dc', { v: 2, op: [{ delete: 7 }] });
  await socket.close();
}

async function discuss(house, people) {
  for (const [id, threads] of Object.entries(THREADS)) {
    for (const [first, ...rest] of threads) {
      const anchor = { version: 1, index: 2, length: 5 };
      const { body } = await people.commenter.call('startThread', 201, { id, body: { comment: first, anchor } });
      for (const comment of rest) {
        await people.editor.call('addComment', 201, { id, thread: body.id, body: { comment } });
      }
    }
  }
  await people.commenter.call('markAllRead', 204, { id: 'dc' });
}

async function share(owner, id, people) {
  await owner.call('grantToAccount', 200, { id, account: people.editor.id, body: { role: 'editor' } });
  await owner.call('grantToAccount', 200, { id, account: people.commenter.id, body: { role: 'commenter' } });
}

/** Fills a new house. */
export async function furnish(house) {
  await house.setUp();
  const people = {};
  for (const [role, name] of Object.entries(PEOPLE)) people[role] = await house.welcome(name);
  for (const [id, { title, text }] of Object.entries(PAPERS)) {
    await people.owner.call('createDocument', 201, { body: { id, title, content: { format: 'text', data: text } } });
    await share(people.owner, id, people);
  }
  const table = await RawSocket.open(over(house.server, people.editor));
  await table.commit('records', 'x.y', { v: null, create: { type: JSON0, data: ROW } });
  await table.close();
  await house.administrator.call('makeGroup', 201, { body: { name: GROUP } });
  const { secret } = await house.linkOf(people.owner, 'dc', { role: 'editor', label: LINK_LABEL });
  await typeAsGuest(house.server, await house.guestOf(secret, GUEST));
  await discuss(house, people);
  await people.owner.call('addMilestone', 201, { id: 'dc', body: { name: MILESTONE, version: 1 } });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const house = await House.open({ dataDir: process.argv[2] });
  await furnish(house);
  await house.close();
}
