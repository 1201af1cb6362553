// Presence in the matrix: an identity appears only if it may, and under its own name.
const channel = (stage) => `documents.${stage.storied}`;

/** A value under a name that is nobody's. */
const forged = (stage, pv) => ({ a: 'p', ch: channel(stage), id: 'forged', pv, p: { index: 0, length: 0, name: 'Mallory', guest: false } });

/** Somebody who listens to the channel of the paper with a past. */
export async function listen(stage) {
  const socket = await stage.socketOf(stage.program);
  socket.send({ a: 'ps', ch: channel(stage), seq: 1 });
  await socket.until(({ a }) => a === 'ps');
  return socket;
}

/** Lets an identity show a value under a false name. Answers the fault that `listener` saw, or nothing. */
export async function askToAppear(stage, listener, { client, may, me }) {
  const socket = await stage.socketOf(client);
  try {
    socket.send(forged(stage, 1));
    const [answer] = await socket.until(({ a }) => a === 'p');
    if (!may.has('show_presence')) return answer.error ? undefined : `appears: ${JSON.stringify(answer)}`;
    const { p: value, src } = (await listener.until(({ a, p }) => a === 'p' && p !== null)).at(-1);
    const isGuest = me.kind === 'guest' ? true : undefined;
    const isRight = src === socket.id && value.name === me.name && value.guest === isGuest;
    if (!isRight) return `appears as ${JSON.stringify(value)} instead of ${me.name}`;
    await socket.close();
    await listener.until((frame) => frame.a === 'p' && frame.src === socket.id && frame.p === null);
    return undefined;
  } finally {
    socket.cut();
  }
}
