// The socket's access matrix as a table: each message, and the rights that it needs. No action may be without a row.
import { freshId, isAck, RICH_TEXT } from '../../stock/support/raw.mjs';

/**
 * A row. `needs`: abilities in the paper, all of them; or `somebody`, `found`, `owner`: is known at all, may make documents, is
 * the account of the owner. `ask`: the message about the paper `id`. `otherwise`: the code of the refusal, or a function of the
 * identity. `evenSo`: the code of the refusal that those get who may. `isOnDoomed`: about the paper that may change.
 * `error`: finds the refusal in an answer. `isComparable` false: the same message makes a paper that is not there. `then`: makes good what a success took.
 */
const row = (action, needs, ask, more = {}) => ({
  action, needs: [needs].flat(), ask: (...about) => ({ a: action, ...ask(...about) }), isComparable: true, otherwise: READ_REJECTED, ...more,
});

const READ_REJECTED = 'ERR_SNAPSHOT_READ_SILENT_REJECTION';
const HISTORY_REJECTED = 'ERR_HISTORY_REJECTED';
const OP_REJECTED = 'ERR_OP_SUBMIT_REJECTED';
const FOREIGN = 'ERR_FOREIGN_CLIENT';
const NO_QUERIES = 'ERR_DATABASE_METHOD_NOT_IMPLEMENTED';

const named = (words) => ({ name: words });
const of = (id) => ({ c: 'documents', d: id });
const channelOf = (id) => ({ ch: `documents.${id}` });
const PAST = ['read_document', 'read_history'];
const EDIT = ['edit_document', ...PAST];
/** The refusal of old words. Identities that may not read the paper at all get another one. */
const asPast = { otherwise: ({ may }) => (may.has('read_document') ? HISTORY_REJECTED : READ_REJECTED) };

/** The entry of one paper in the answer to a bulk request. */
const entryOf = (frame, id) => frame.data?.[id];
const bulkOf = (action) => [
  row(action, 'read_document', (id) => ({ c: 'documents', b: [id] }), { ...named('of contents'), error: (frame, id) => entryOf(frame, id)?.error }),
  row(action, PAST, (id) => ({ c: 'documents', b: { [id]: 0 } }), { ...named('from the first version on'), ...asPast }),
  row(action, PAST, (id) => ({ c: 'documents', b: { [id]: 2 } }), { ...named('from an old version on'), ...asPast }),
  row(action, 'read_document', (id) => ({ c: 'documents', b: { [id]: 4 } }), named('from the head on')),
];
const singleOf = (action) => [
  row(action, 'read_document', (id) => ({ ...of(id), v: null }), named('of the content')),
  ...[0, 2].map((v) => row(action, PAST, (id) => ({ ...of(id), v }), { ...named(`from version ${v} on`), ...asPast })),
  row(action, 'read_document', (id) => ({ ...of(id), v: 4 }), named('from the head on')),
];

const shown = (id, more = {}) => ({ ...channelOf(id), id: 'cursor', p: { index: 0, length: 0, name: 'Mallory', guest: false }, pv: 1, ...more });
const anywhere = (id) => ({ ...of(id), v: 4, t: RICH_TEXT });

const creating = { v: null, seq: 1, create: { type: RICH_TEXT, data: [] } };

export const socketRows = [
  row('hs', 'somebody', () => ({ id: freshId('client'), protocol: 1, protocolMinor: 2 }), { ...named('with an id of its own'), otherwise: FOREIGN }),
  row('hs', 'owner', (id, { clientOfOwner }) => ({ id: clientOfOwner, protocol: 1, protocolMinor: 2 }), { ...named("with the owner's id"), otherwise: FOREIGN }),
  ...['f', 's'].flatMap(singleOf),
  ...['bf', 'bs'].flatMap(bulkOf),
  row('u', [], of),
  row('bu', [], (id) => ({ c: 'documents', b: [id] })),
  ...[0, 2, 4, null].map((v) => row('nf', PAST, (id) => ({ ...of(id), id: 1, v }), named(`of version ${v}`))),
  row('nt', PAST, (id, { whenItHeldAll }) => ({ ...of(id), id: 2, ts: whenItHeldAll }), named('of then')),
  row('nt', PAST, (id) => ({ ...of(id), id: 3, ts: null }), named('of now')),
  row('ps', 'see_presence', (id) => ({ ...channelOf(id), seq: 1 })),
  row('pr', 'see_presence', channelOf),
  row('pu', [], (id) => ({ ...channelOf(id), seq: 1 })),
  row('p', 'show_presence', (id) => shown(id), { ...named('anywhere'), isPresence: true }),
  row('p', ['show_presence'], (id) => shown(id, anywhere(id)), { ...named('in the text'), isPresence: true }),
  row('p', 'see_presence', (id) => shown(id, { p: null }), named('taken back')),
  row('watch', 'read_document', of),
  row('unwatch', [], of),
  row('threads', 'read_threads', of),
  row('threads_end', [], of),
  row('pp', [], () => ({})),
  row('qf', [], () => ({ id: 1, c: 'documents', q: {} }), { evenSo: NO_QUERIES }),
  row('qs', [], () => ({ id: 1, c: 'documents', q: {} }), { evenSo: NO_QUERIES }),
  row('qu', [], () => ({ id: 1 })),
  row('op', EDIT, (id) => ({ ...of(id), v: null, seq: 1, op: [{ insert: 'x' }] }), { ...named('that edits'), otherwise: OP_REJECTED, isOnDoomed: true }),
  row('op', 'found', () => ({ ...of(freshId('made')), ...creating }), { ...named('that makes a paper'), otherwise: OP_REJECTED }),
  row('op', 'create_document', (id) => ({ ...of(id), ...creating }), { ...named('that makes a paper anew'), otherwise: OP_REJECTED, evenSo: 'ERR_DOC_ALREADY_CREATED', isComparable: false }),
  row('op', ['delete_document', ...PAST], (id) => ({ ...of(id), v: null, seq: 1, del: true }), {
    ...named('that deletes'), otherwise: OP_REJECTED, isOnDoomed: true, then: (stage) => stage.restore(stage.doomed),
  }),
  // The last one: it moves the head. The acknowledgement brings what its author had not seen.
  row('op', EDIT, (id) => ({ ...of(id), v: 2, seq: 1, op: [{ insert: 'x' }] }), { ...named('that edits an old version'), otherwise: OP_REJECTED }),
];

/** Whether a frame ends the answer to `message`. */
export const answers = (frame, message) =>
  frame.a === message.a && (frame.error !== undefined || message.a !== 'op' || isAck(frame));
