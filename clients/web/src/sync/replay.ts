import { Connection } from 'sharedb/lib/client/index.js';
import type { SocketLike } from 'sharedb/lib/client/index.js';
import { lockName } from './adoption.ts';
import type { Locks } from './adoption.ts';
import { Connector, noSocket } from './connector.ts';
import { opsOf } from '../text/delta.ts';
import { DraftWriter } from './draft-writer.ts';
import type { DraftStore } from './drafts.ts';
import { FreshBase } from './fresh-base.ts';
import { readIncoming } from './incoming.ts';
import { lightRichText } from './light-type.ts';
import { OpGate } from './op-gate.ts';
import { restorePending, typedText, unacknowledged } from './pending.ts';
import { isFinal } from './refusals.ts';
import type { SessionEvents } from './session-contract.ts';
import type { Timers } from './timers.ts';

/** The pause before we send changes again that the server could not take for the moment. */
const kOfferAgain = 5_000;

/** Tells of changes that were not sent; `text` holds their typed words. */
type Listener = Pick<SessionEvents, 'refused' | 'leftBehind'>;
const kNobody: Listener = { refused: () => undefined, leftBehind: () => undefined };

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
  listener: Listener = kNobody,
): void {
  locks.whenFree(lockName(draftId), () => replay(store, draftId, open, timers, listener));
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
  listener: Listener = kNobody,
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
  const freshBase = new FreshBase(connection, doc, connector, timers);
  let forbidden = false;
  await new Promise<void>((resolve) => {
    connection.on('receive', (request) => {
      const incoming = readIncoming(request.data, draft.collection, draft.document);
      if (incoming.is === 'verdict') {
        request.data = null; // the stock client would take the changes out of the draft
        forbidden = true;
        if (incoming.verdict === 'outdated') listener.leftBehind(typedText(draft.pending));
        resolve();
      } else if (incoming.is === 'refusal' && incoming.refusal.code !== 'ERR_NO_OP') {
        const { refusal } = incoming;
        if (freshBase.takes(refusal)) request.data = null;
        else if (isFinal(refusal)) listener.refused(refusal.message, typedText(unacknowledged(connection, doc)));
        else {
          request.data = null; // stays in flight, and is sent again
          timers.after(kOfferAgain, () => connector.restart());
        }
      }
    });
    doc.on('no write pending', resolve);
    doc.on('error', () => resolve());
    doc.subscribe(() => undefined);
    connector.start();
  });
  connector.stop();
  await writer.stop(!forbidden);
}
