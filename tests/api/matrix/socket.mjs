// Asks each row of the socket's table as an identity, and finds the faults of the answer.
import { answers } from './socket_rows.mjs';

/** All that came back, without the id. */
const anonymous = (frames, id) => JSON.stringify(frames).replaceAll(id, 'ID');

function has(need, stage, { may, me, founds }) {
  const without = { somebody: me.kind !== 'nobody', owner: me.id === stage.owner.id, found: founds };
  return without[need] ?? may.has(need);
}

/** Sends the row's message on a socket of its own. Answers {frames, error}. */
async function exchange(stage, { client }, row, id) {
  const socket = await stage.socketOf(client);
  try {
    const message = row.ask(id, stage);
    socket.send(message);
    const frames = await socket.until((frame) => answers(frame, message));
    frames.push(...await socket.settle(0)); // frames that come unasked count, too
    const answer = frames.find((frame) => answers(frame, message));
    return { frames, error: answer.error ?? row.error?.(answer, id) };
  } finally {
    socket.cut();
  }
}

/** The code with which a row refuses an identity; nothing for a success. */
function refusalOf(row, stage, identity) {
  const isAllowed = row.needs.every((need) => has(need, stage, identity));
  if (isAllowed) return row.evenSo;
  return typeof row.otherwise === 'function' ? row.otherwise(identity) : row.otherwise;
}

/** The words that came back and that this identity may not know. */
export function leakIn(stage, { may }, frames) {
  const text = JSON.stringify(frames);
  const hidden = [
    ...(may.has('read_document') || may.has('read_threads') ? [] : stage.secrets),
    ...(may.has('read_threads') ? [] : stage.remarks),
    ...(may.has('read_history') ? [] : [...stage.past, ...(may.has('read_threads') ? [] : stage.quoted)]),
  ];
  return hidden.find((secret) => text.includes(secret));
}

/** Asks one row. Answers the fault of the answer, or nothing. */
export async function askOverSocket(stage, row, identity) {
  const id = row.isOnDoomed ? stage.doomed : stage.storied;
  const { frames, error } = await exchange(stage, identity, row, id);
  if (!error && row.then) await row.then(stage);
  const wanted = refusalOf(row, stage, identity);
  if (error?.code !== wanted) return `${error?.code} instead of ${wanted}: ${JSON.stringify(frames).slice(0, 300)}`;
  const leak = leakIn(stage, identity, frames);
  if (leak) return `tells "${leak}"`;
  const mayKnow = identity.may.has('read_document') || row.needs.some((need) => has(need, stage, identity));
  // An administrator may know which papers there are: the audit names them.
  const isAboutPaper = JSON.stringify(row.ask(id, stage)).includes(id);
  const isComparable = row.isComparable && isAboutPaper && !row.isOnDoomed && !mayKnow && !identity.isAdministrator;
  if (!isComparable) return undefined;
  const missing = stage.missing.padEnd(id.length, 'x').slice(0, id.length);
  const other = await exchange(stage, identity, row, missing);
  const isSame = anonymous(frames, id) === anonymous(other.frames, missing);
  return isSame ? undefined : `${JSON.stringify(frames)} for one that is there, ${JSON.stringify(other.frames)} for one that is not`;
}
