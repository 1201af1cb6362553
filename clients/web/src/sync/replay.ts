import { Connection } from 'sharedb/lib/client/index.js';
import type { SocketLike } from 'sharedb/lib/client/index.js';
import { lockName } from './adoption.ts';
import type { Locks } from './adoption.ts';
import { Connector, noSocket } from './connector.ts';
import { opsOf } from '../text/delta.ts';
import { DraftWriter } from './draft-writer.ts';
import type { DraftStore } from './drafts.ts';
import { lightRichText } from './light-type.ts';
import { OpGate } from './op-gate.ts';
import { restorePending, unacknowledged } from './pending.ts';
import { verdictIn } from './refusals.ts';
import type { Timers } from './timers.ts';

/**
 * Sends the unacknowledged changes of a tab that has died, without showing them anywhere: they come back to this page
 * like anybody's. Waits for that tab's end if it still lives; does nothing if the tab sent them itself.
 */
export function replayWhenFree(
  store: DraftStore,
  locks: Locks,
  draftId: string,
  open: () => SocketLike,
  timers: Timers,
): void {
  locks.whenFree(lockName(draftId), () => replay(store, draftId, open, timers));
}

/**
 * Resolves when the server has acknowledged (or finally refused) everything in the draft; then the draft is gone. If it
 * may not be sent (any more), the draft stays.
 */
export async function replay(
  store: DraftStore,
  draftId: string,
  open: () => SocketLike,
  timers: Timers,
): Promise<void> {
  const draft = await store.load(draftId);
  if (!draft || draft.pending.length === 0) return;
  const connection = new Connection(noSocket);
  const doc = connection.get(draft.collection, draft.document);
  const writer = new DraftWriter(store, draftId, () => {
    if (!doc.type || doc.version === null) return null;
    return { ...draft, version: doc.version, pending: unacknowledged(connection, doc), savedAt: timers.now() };
  });
  writer.resume(draft.revision);
  const gate = new OpGate(connection, writer);
  const connector = new Connector(connection, open, gate.ask, timers);
  doc.on('op', (op) => writer.note(opsOf(op)));
  doc.ingestSnapshot({ v: draft.version, data: { ops: draft.content }, type: lightRichText.uri });
  restorePending(doc, draft.pending, timers.now());
  let forbidden = false;
  await new Promise<void>((resolve) => {
    connection.on('receive', (request) => {
      if (!verdictIn(request.data, draft.collection, draft.document)) return;
      request.data = null; // the stock client would take the changes out of the draft
      forbidden = true;
      resolve();
    });
    doc.on('no write pending', resolve);
    doc.on('error', () => resolve());
    doc.subscribe(() => undefined);
    connector.start();
  });
  connector.stop();
  await writer.stop(!forbidden);
}
