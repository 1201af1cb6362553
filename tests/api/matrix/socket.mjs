// The same askers over a socket. Each kind of message is asked by each role in the server's own tests; here it is whether
// the cookie or the bearer of the handshake counts, whatever it is.
import { RawSocket } from '../../stock/support/raw.mjs';

const papers = (id, fields) => ({ c: 'documents', d: id, ...fields });

/** All that came back, without the id. */
const anonymous = (frames, id) => JSON.stringify(frames).replaceAll(id, 'ID');

/** Subscribes, and asks for threads. Answers what is wrong. */
async function reading(socket, stage, { may }) {
  const seen = await socket.ask(papers(stage.paper, { a: 's', v: null }));
  if ((seen.error === undefined) !== may.has('read_document')) return `subscribing answers ${JSON.stringify(seen)}`;
  const threads = await socket.ask(papers(stage.paper, { a: 'threads' }));
  if ((threads.error === undefined) !== may.has('read_threads')) return `watching threads answers ${JSON.stringify(threads)}`;
  if (may.has('read_document') || may.has('read_threads')) return undefined;
  const frames = [seen, threads];
  const leak = stage.secrets.find((secret) => JSON.stringify(frames).includes(secret));
  if (leak) return `tells "${leak}"`;
  const missing = [await socket.ask(papers(stage.missing, { a: 's', v: null })), await socket.ask(papers(stage.missing, { a: 'threads' }))];
  const isSame = anonymous(frames, stage.paper) === anonymous(missing, stage.missing);
  return isSame ? undefined : `${JSON.stringify(frames)} for one that is there, ${JSON.stringify(missing)} for one that is not`;
}

/** Asks for an old version. Answers what is wrong. */
async function lookingBack(socket, stage, { may }) {
  const answer = await socket.ask(papers(stage.paper, { a: 'nf', id: 1, v: 1 }));
  if (!may.has('read_history') && answer.error === undefined) return `an old version is read: ${JSON.stringify(answer)}`;
  return undefined;
}

/** Submits an edit. Answers what is wrong. */
async function writing(socket, stage, { may }) {
  const { body } = await stage.program.call('readDocument', 200, { id: stage.doomed });
  const frames = await socket.submit('documents', stage.doomed, { v: body.version, op: [{ insert: 'x' }] });
  const isAllowed = ['edit_document', 'read_document', 'read_history'].every((ability) => may.has(ability));
  const { error } = frames.at(-1);
  if (isAllowed) return error && `an edit is refused: ${error.code}`;
  return error?.code === 'ERR_OP_SUBMIT_REJECTED' ? undefined : `an edit answers ${JSON.stringify(frames.at(-1))}`;
}

export async function askOverSocket(stage, identity) {
  const socket = await RawSocket.open({ url: stage.house.server.url, headers: identity.client.credentials });
  try {
    if (identity.isAdministrator) return await writing(socket, stage, identity);
    return (await reading(socket, stage, identity)) ?? (await lookingBack(socket, stage, identity)) ?? (await writing(socket, stage, identity));
  } finally {
    await socket.close();
  }
}
