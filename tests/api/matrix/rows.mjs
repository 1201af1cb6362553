// The access matrix over HTTP as a table: each operation, the rights that it needs, and its answer. No operation may be without a row.
import { freshId } from '../../stock/support/raw.mjs';
import { enumOf } from '../support/description.mjs';
import { png } from '../support/pictures.mjs';

const NO_ROW = '0123456789abcdef0123';
const NO_SECRET = 'A'.repeat(43);

/**
 * A row. `needs`: abilities in the paper, the first as the description says it, or one of nothing, account, log_in,
 * administer and found. `allowed`: the answer if they are there. `ask`: makes the parameters for one identity of a stage;
 * `isAllowed` tells it whether to prepare the things that a success uses up. `then`: restores them. `check`: answers the fault of
 * a success, or nothing.
 */
const row = (operation, needs, allowed, ask = () => ({}), more = {}) => ({ operation, needs: [needs].flat(), allowed, ask, ...more });

const ofPaper = ({ paper }) => ({ id: paper });
const ofThread = ({ paper, thread }) => ({ id: paper, thread });
const ofComment = ({ paper, thread, comment }) => ({ id: paper, thread, comment });
const ofStoried = ({ storied }) => ({ id: storied });
const named = (words) => ({ name: words });
/** All that there are: a format that is added has its rows without a line here. */
const exportFormats = enumOf('exportDocument', 'format');
const differenceFormats = enumOf('getDifference', 'format');

/** A comment that `client` has just written; if it may not, one that is there. */
async function written({ paper, thread, comment }, client, isAllowed) {
  if (!isAllowed) return { id: paper, thread, comment };
  const { body } = await client.call('addComment', 201, { id: paper, thread, body: { comment: 'A remark of no consequence' } });
  return { id: paper, thread, comment: body.comments.at(-1).id };
}

/** A picture that no document of the stage has yet. */
let pictures = 0;
const nextPicture = () => ({ type: 'image/png', bytes: png({ width: 2, height: 2, seed: (pictures += 1) }) });

const operation = [
  row('getHealth', 'nothing', 200),
  row('getReadiness', 'nothing', 200),
  row('getMetrics', 'administer', 200),
  row('openSocket', 'nothing', 426),
];

const documents = [
  row('listDocuments', 'nothing', 200, () => ({ query: 'zanzibar' })),
  row('createDocument', 'found', 201, () => ({ body: { id: freshId('founded') } })),
  row('createDocument', 'create_document', 409, ({ paper }) => ({ body: { id: paper } }), { ...named('over a paper that is there'), otherwise: 403 }),
  row('readDocument', 'read_document', 200, ofPaper),
  row('renameDocument', 'rename_document', 200, ({ paper }) => ({ id: paper, body: { title: 'Zanzibar agreement' } })),
  row('deleteDocument', 'delete_document', 204, ({ doomed }) => ({ id: doomed }), { then: (stage) => stage.restore(stage.doomed) }),
  row('exportDocument', 'export_document', 200, ofPaper),
  ...exportFormats.flatMap((format) => [
    row('exportDocument', 'export_document', 200, ({ storied }) => ({ id: storied, format }), named(`as ${format}`)),
    row('exportDocument', ['export_document', 'read_history'], 200, ({ storied }) => ({ id: storied, format, version: 2 }), named(`of a version as ${format}`)),
    row('exportVersion', 'export_document', 200, ({ storied }) => ({ id: storied, format, version: 'head' }), named(`of the newest as ${format}`)),
    row('exportVersion', ['export_document', 'read_history'], 200, ({ storied }) => ({ id: storied, format, version: 2 }), named(`of an old one as ${format}`)),
  ]),
  row('exportDocument', ['export_document', 'read_history'], 200, ({ paper }) => ({ id: paper, version: 1 }), named('of a version')),
  row('readTable', 'export_document', 200, ({ tabled }) => ({ id: tabled, table: 1 })),
  row('changeTable', 'edit_document', 200, ({ tabled }) => ({ id: tabled, table: 'column', body: { rows: [{ id: 'row', cells: { Animal: 'Okapi' } }] } })),
  row('listPictures', 'read_history', 200, ofPaper, { check: ({ body }) => (body.pictures.length > 0 ? undefined : 'the picture is not listed') }),
  row('addPicture', 'edit_document', 201, ({ paper }) => ({ id: paper, file: nextPicture() })),
  row('addPicture', 'edit_document', 200, ({ paper, file }) => ({ id: paper, file }), named('that it has')),
  row('readPicture', 'read_document', 200, ({ paper, picture }) => ({ id: paper, picture })),
  row('readPicture', 'read_document', 200, ({ paper, picture }) => ({ id: paper, picture, for: 'screen' }), named('for a screen')),
  row('readPicture', 'read_document', 404, ({ storied, picture }) => ({ id: storied, picture }), named('of another paper')),
  row('addScreenCopy', 'edit_document', 204, ({ paper, picture, file }) => ({ id: paper, picture, file })),
];

const ofMilestone = ({ paper, milestone }) => ({ id: paper, milestone });
const sinceTheFirst = { from: 1, to: 1 };

const history = [
  row('getHistory', 'read_history', 200, ofPaper),
  row('resolveVersion', 'read_history', 200, ({ paper }) => ({ id: paper, at: new Date().toISOString() })),
  row('exportVersion', ['export_document', 'read_history'], 200, ({ paper }) => ({ id: paper, version: 1, format: 'text' })),
  row('exportVersion', 'export_document', 200, ({ paper }) => ({ id: paper, version: 'head' }), named('of the newest')),
  row('exportVersion', ['export_document', 'read_history'], 200, ({ gone }) => ({ id: gone, version: 1 }), named('of a deleted paper')),
  row('getDifference', 'read_history', 200, ofPaper),
  ...differenceFormats.flatMap((format) => [
    row('getDifference', 'read_history', 200, ({ paper }) => ({ id: paper, format }), named(`as ${format}`)),
    row('getDifference', 'read_history', 200, ({ storied }) => ({ id: storied, from: 1, to: 4, format }), named(`of deleted words as ${format}`)),
  ]),
  row('getHistory', 'read_history', 200, ofStoried, named('of a paper with a past')),
  row('resolveVersion', 'read_history', 200, ({ storied, whenItHeldAll }) => ({ id: storied, at: new Date(whenItHeldAll).toISOString() }), named('of a paper with a past')),
  row('getBlame', 'read_history', 200, ({ storied }) => ({ id: storied, version: 2 }), named('of an old version')),
  row('listEditingSessions', 'read_history', 200, ofStoried, named('of a paper with a past')),
  ...[0, 1, 2].map((from) => row('listOperations', 'read_history', 200, ({ storied }) => ({ id: storied, from, limit: 2 }), named(`from version ${from}`))),
  row('getDifference', 'read_history', 200, ({ gone }) => ({ id: gone, to: 1 }), named('of a deleted paper')),
  row('getBlame', 'read_history', 200, ofPaper),
  row('listEditingSessions', 'read_history', 200, ofPaper),
  row('listOperations', 'read_history', 200, ofPaper),
  row('listMilestones', 'read_history', 200, ofPaper),
  row('readMilestone', 'read_history', 200, ofMilestone),
  row('addMilestone', ['edit_document', 'read_history'], 201, ({ paper }) => ({ id: paper, body: { name: 'One more' } })),
  row('changeMilestone', ['edit_document', 'read_history'], 200, (stage) => ({ ...ofMilestone(stage), body: { note: 'Toucan edition, annotated' } })),
  row('removeMilestone', ['edit_document', 'read_history'], 204, async (stage, client, isAllowed) =>
    ({ id: stage.paper, milestone: isAllowed ? await stage.nameVersion('Short-lived') : stage.milestone })),
  row('restoreVersion', ['edit_document', 'read_history'], 200, ({ paper }) => ({ id: paper, body: { version: 1 } })),
  row('restoreVersion', ['edit_document', 'read_history', 'create_document'], 200, ({ gone }) => ({ id: gone, body: { version: 1 } }), {
    ...named('of a deleted paper'), then: (stage) => stage.takeAway(),
  }),
  row('undoAuthor', ['edit_document', 'read_history'], 200, ({ paper, owner }) => ({ id: paper, body: { by: owner.id, ...sinceTheFirst } })),
  row('undoAuthor', ['edit_document', 'read_history'], 200, ({ paper, owner }) => ({
    id: paper, body: { by: owner.id, from: 0, to: 1, preview: true },
  }), named('as a preview')),
  row('undoAuthor', ['edit_document', 'read_history'], 200, ({ storied, owner }) => ({
    id: storied, body: { by: owner.id, from: 2, to: 3, preview: true },
  }), named('of deleted words, as a preview')),
];

const threads = [
  row('listThreads', 'read_threads', 200, ofPaper),
  row('listThreads', ['read_threads', 'read_history'], 200, ({ paper }) => ({ id: paper, version: 1 }), named('of a version')),
  row('startThread', 'comment', 201, ({ paper }) => ({ id: paper, body: { comment: 'A remark', anchor: { version: 1, index: 0, length: 3 } } })),
  row('readThread', 'read_threads', 200, ofThread),
  row('changeThread', ['comment', 'moderate_threads'], 200, (stage) => ({ ...ofThread(stage), body: { labels: ['editorial'] } })),
  row('addComment', 'comment', 201, (stage) => ({ ...ofThread(stage), body: { comment: 'A reply' } })),
  row('editComment', 'comment', 200, async (stage, client, isAllowed) => ({ ...(await written(stage, client, isAllowed)), body: { comment: 'Mended' } }), named('of oneself')),
  row('editComment', 'comment', 403, async (stage) => ({ ...(await written(stage, stage.bystander, true)), body: { comment: 'Distorted' } }), named("of somebody else's")),
  row('deleteComment', 'comment', 200, written, named('of oneself')),
  row('deleteComment', ['comment', 'moderate_threads'], 200, (stage) => written(stage, stage.bystander, true), named("of somebody else's")),
  row('reactToComment', 'comment', 200, (stage) => ({ ...ofComment(stage), body: { reaction: 'agree' } })),
  row('listRevisions', 'read_threads', 200, ofComment),
  row('markThreadRead', 'read_threads', 204, (stage) => ({ ...ofThread(stage), body: {} })),
  row('markAllRead', 'read_threads', 204, (stage) => ({ ...ofPaper(stage), body: {} })),
];

/** A thread at a version at which the paper held words that are deleted now. */
const startAt = (anchor) => (stage) => ({ id: stage.storied, body: { comment: 'A remark', anchor: anchor(stage) } });
const ofOrphan = ({ storied, orphan }) => ({ id: storied, thread: orphan });
const saysNothingOf = (answer) => (answer.body.threads.length === 0 ? undefined : 'a search tells which words there were');

/** Discussions of a paper with a past. The last two put a deleted word on record: whatever must not tell it comes before. */
const quotes = [
  row('readThread', 'read_threads', 200, ofOrphan, named('of words that are gone')),
  row('listThreads', 'read_threads', 200, ofStoried, named('of a paper with a past')),
  row('listThreads', ['read_threads', 'read_history'], 200, ({ storied }) => ({ id: storied, version: 2 }), named('where they were')),
  row('listThreads', ['read_threads', 'read_history'], 200, ({ storied }) => ({ id: storied, version: 2, from: 0, to: 8 }), named('in a range of an old version')),
  row('listThreads', 'read_threads', 200, ({ storied }) => ({ id: storied, from: 0, to: 100 }), named('in a range')),
  row('listThreads', 'read_threads', 200, ({ storied, erasedWord }) => ({ id: storied, query: erasedWord }), {
    ...named('that hold a deleted word'), check: saysNothingOf,
  }),
  row('listThreads', ['read_threads', 'read_history'], 200, ({ storied, erasedWord }) => ({ id: storied, query: erasedWord, version: 2 }), named('that held a word')),
  row('startThread', 'comment', 201, startAt(({ erasedRange: { index, length } }) => ({ version: 2, index, length: length + 20 })), named('on words of which some are gone')),
  row('startThread', ['comment', 'read_history'], 201, startAt(({ erasedRange }) => erasedRange), named('on words that are gone')),
];

const comingIn = [
  row('setUp', 'nothing', 404, () => ({ body: { secret: NO_SECRET, email: 'x@example.org', name: 'X', password: 'long enough' } })),
  row('logIn', 'nothing', 400, () => ({ body: {} })),
  row('openInvitation', 'nothing', 404, () => ({ body: { secret: NO_SECRET } })),
  row('acceptInvitation', 'nothing', 404, () => ({ body: { secret: NO_SECRET, email: 'x@example.org', name: 'X', password: 'long enough' } })),
  row('useReset', 'nothing', 404, () => ({ body: { secret: NO_SECRET, password: 'long enough' } })),
  row('openLink', 'nothing', 404, () => ({ body: { secret: NO_SECRET.slice(0, 22), name: 'X' } })),
];

const oneself = [
  row('readMe', 'nothing', 200),
  row('changeMe', 'log_in', 200, () => ({ body: {} })),
  row('changePassword', 'log_in', 400, () => ({ body: {} })),
  row('listSessions', 'log_in', 200),
  row('endOtherSessions', 'log_in', 204),
  row('endSession', 'log_in', 404, () => ({ session: NO_ROW })),
  row('listTokens', 'log_in', 200),
  row('makeToken', 'log_in', 201, () => ({ body: { label: 'For the matrix', abilities: [] } })),
  row('revokeToken', 'log_in', 404, () => ({ token: NO_ROW })),
];

const aHook = { url: 'https://hooks.example/plenary', types: ['document.deleted'] };
const someRole = { role: 'reader' };
const toHeir = ({ paper, heir }) => ({ id: paper, account: heir.id });
const toGroup = ({ paper, group }) => ({ id: paper, group });

const sharing = [
  row('readAccess', 'read_document', 200, ofPaper),
  row('findDocumentPeople', 'comment', 200, ofPaper),
  row('readDocumentAudit', 'manage_access', 200, ofPaper),
  row('transferDocument', 'transfer_ownership', 200, ({ paper, owner }) => ({ id: paper, body: { account: owner.id } })),
  row('grantToAccount', 'manage_access', 200, (stage) => ({ ...toHeir(stage), body: someRole })),
  row('revokeFromAccount', 'manage_access', 204, async (stage) => {
    await stage.program.call('grantToAccount', 200, { ...toHeir(stage), body: someRole });
    return toHeir(stage);
  }),
  row('grantToGroup', 'manage_access', 200, (stage) => ({ ...toGroup(stage), body: someRole })),
  row('revokeFromGroup', 'manage_access', 204, async (stage) => {
    await stage.program.call('grantToGroup', 200, { ...toGroup(stage), body: someRole });
    return toGroup(stage);
  }),
  row('makeLink', 'manage_access', 201, ({ paper }) => ({ id: paper, body: someRole })),
  row('revokeLink', 'manage_access', 204, async (stage, client, isAllowed) => {
    if (isAllowed || !stage.link) stage.link = (await stage.house.linkOf(stage.program, stage.paper, someRole)).id;
    return { id: stage.paper, link: stage.link };
  }),
  row('listDocumentWebhooks', 'manage_access', 200, ofPaper),
  row('makeDocumentWebhook', 'manage_access', 201, (stage) => ({ ...ofPaper(stage), body: aHook })),
  row('removeDocumentWebhook', 'manage_access', 204, async (stage, client, isAllowed) => {
    if (isAllowed || !stage.hook) stage.hook = (await stage.program.call('makeDocumentWebhook', 201, { ...ofPaper(stage), body: aHook })).body.id;
    return { id: stage.paper, hook: stage.hook };
  }),
  row('findPeople', 'account', 200),
  row('listGroups', 'account', 200),
];

const administration = [
  row('listAccounts', 'administer', 200),
  row('changeAccount', 'administer', 200, ({ heir }) => ({ account: heir.id, body: {} })),
  row('makeReset', 'administer', 201, ({ heir }) => ({ account: heir.id })),
  row('listInvitations', 'administer', 200),
  row('invite', 'administer', 201, () => ({ body: {} })),
  row('withdrawInvitation', 'administer', 204, async (stage, client, isAllowed) => {
    if (isAllowed || !stage.invitation) stage.invitation = (await stage.administration.call('invite', 201, { body: {} })).body.id;
    return { invitation: stage.invitation };
  }),
  row('makeGroup', 'administer', 201, () => ({ body: { name: 'A group' } })),
  row('renameGroup', 'administer', 200, ({ group }) => ({ group, body: { name: 'Bystanders' } })),
  row('removeGroup', 'administer', 204, async (stage, client, isAllowed) => {
    if (!isAllowed) return { group: stage.group };
    return { group: (await stage.administration.call('makeGroup', 201, { body: { name: 'Short-lived' } })).body.id };
  }),
  row('addMember', 'administer', 204, ({ group, heir }) => ({ group, account: heir.id })),
  row('removeMember', 'administer', 204, async (stage, client, isAllowed) => {
    const member = { group: stage.group, account: stage.heir.id };
    if (isAllowed) await stage.administration.call('addMember', 204, member);
    return member;
  }),
  row('listWebhooks', 'administer', 200),
  row('makeWebhook', 'administer', 201, () => ({ body: aHook })),
  row('removeWebhook', 'administer', 204, async (stage, client, isAllowed) => {
    if (isAllowed || !stage.hookOfAll) stage.hookOfAll = (await stage.administration.call('makeWebhook', 201, { body: aHook })).body.id;
    return { hook: stage.hookOfAll };
  }),
  row('readAudit', 'administer', 200),
];

/** The last row ends sessions: rows after it would ask nobody. */
export const rows = [
  ...operation, ...documents, ...history, ...threads, ...quotes, ...comingIn, ...oneself, ...sharing, ...administration, row('logOut', 'nothing', 204),
];

/** The status that an identity gets from a row. */
export function expected({ needs: [first, ...rest], allowed, otherwise }, { may, account, logsIn, administers, founds }) {
  const without = { nothing: true, account, log_in: logsIn, administer: administers, found: founds };
  if (first in without) return without[first] ? allowed : 403;
  if (!may.has(first)) return otherwise ?? (may.has('read_document') ? 403 : 404);
  return rest.every((ability) => may.has(ability)) ? allowed : 403;
}
