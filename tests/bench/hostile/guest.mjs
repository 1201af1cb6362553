// One hostile guest, as a program of its own so that it costs those who measure nothing but the processor:
//   node guest.mjs '{"kind":"reader", …}'
// It does what its kind can, as fast as it can, until its time is up, and prints what it sent and what came.
import http from 'node:http';
import net from 'node:net';
import WebSocket from 'ws';

const task = JSON.parse(process.argv[2]);
const until = Date.now() + 1_000 * task.seconds;
const isOver = () => Date.now() >= until;
const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const tally = {};
const count = (name, by = 1) => { tally[name] = (tally[name] ?? 0) + by; };
const who = { cookie: `plenary_session=${task.session}`, 'x-forwarded-for': task.address };
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

/** One request over HTTP; counts its answer by status. */
function ask(method, path, { body, headers = {} } = {}) {
  return new Promise((resolve) => {
    const length = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = http.request(
      { host: '127.0.0.1', port: task.port, method, path, headers: { ...who, ...length, ...headers }, agent },
      (response) => {
        response.on('data', (piece) => count('bytes received', piece.length));
        response.once('error', () => resolve(0));
        response.once('close', () => {
          count(`http ${response.statusCode}`);
          resolve(response.statusCode);
        });
      },
    );
    request.once('error', () => {
      count('http connection lost');
      resolve(0);
    });
    request.setTimeout(30_000, () => request.destroy());
    request.end(body);
  });
}

/** Keeps `together` calls of `one` under way until time is up. A refusal makes it no more polite than 5 ms. */
async function flood(together, one) {
  const worker = async (i) => {
    for (let n = 0; !isOver(); n += 1) {
      const status = await one(i, n);
      if (status === 0 || status === 429 || status === 503) await delay(5);
    }
  };
  await Promise.all(Array.from({ length: together }, (_, i) => worker(i)));
}

/** Opens a socket, sends what `speak(send, n)` says as long as the line takes it, and opens another when it is cut off. */
async function socketFlood(speak, { pause = 0 } = {}) {
  while (!isOver()) {
    await new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${task.port}/sync`, { headers: who, maxPayload: 1 << 30 });
      const end = () => {
        socket.terminate();
        resolve();
      };
      socket.once('error', () => {
        count('socket refused');
        setTimeout(end, 20);
      });
      socket.once('close', (code) => {
        count(`socket closed ${code}`);
        setTimeout(end, 20);
      });
      socket.on('message', (data) => count('bytes received', data.length));
      socket.once('open', async () => {
        const send = (message) => {
          count('frames sent');
          socket.send(typeof message === 'string' ? message : JSON.stringify(message));
        };
        send({ a: 'hs', id: null, protocol: 1, protocolMinor: 2 });
        for (let n = 0; !isOver() && socket.readyState === WebSocket.OPEN; n += 1) {
          speak(send, n);
          // What the server does not take stays here: it must not fill this program.
          while (socket.bufferedAmount > 4 << 20 && socket.readyState === WebSocket.OPEN && !isOver()) await delay(5);
          await delay(n % 50 === 0 || pause > 0 ? pause : 0);
        }
        end();
      });
    });
  }
}

/** Opens so many connections that say nothing, half of them in the middle of a request, and keeps them. */
async function idle(connections) {
  const open = [];
  for (let i = 0; i < connections && !isOver(); i += 1) {
    const socket = net.connect(task.port, '127.0.0.1');
    socket.on('error', () => count('connection refused'));
    socket.once('close', () => count('connection closed'));
    if (i % 2 === 0) socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: ${task.address}\r\nX:`);
    open.push(socket);
    if (i % 50 === 0) await delay(5);
  }
  count('connections opened', open.length);
  while (!isOver()) await delay(100);
  for (const socket of open) socket.destroy();
}

/** Sends the beginning of bodies of 64 MB, slowly, and never their end. */
async function largeBodies(together) {
  const piece = Buffer.alloc(256 << 10, 32);
  await Promise.all(Array.from({ length: together }, async () => {
    while (!isOver()) {
      await new Promise((resolve) => {
        const socket = net.connect(task.port, '127.0.0.1');
        let sent = 0;
        socket.on('error', () => {});
        socket.on('data', (data) => count(`body answered ${String(data).slice(9, 12)}`));
        socket.once('close', resolve);
        socket.write(`POST /api/v1/documents HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${who.cookie}\r\nX-Forwarded-For: ${task.address}\r\n`
          + 'Content-Type: application/json\r\nContent-Length: 67000000\r\n\r\n');
        const more = () => {
          if (isOver() || socket.destroyed) socket.destroy();
          else if (sent < 60 << 20) {
            sent += piece.length;
            socket.write(piece, () => setTimeout(more, 20));
          } else setTimeout(more, 200);
        };
        more();
      });
      await delay(20);
    }
  }));
}

const paper = { c: 'documents', d: task.paper };

/** A guest who may read: fetches of a large paper, old versions, idle connections, large bodies. */
async function reader() {
  await Promise.all([
    socketFlood((send, n) => send(n % 4 === 0 ? { a: 'bf', c: 'documents', b: { [task.paper]: null } } : { a: 'f', ...paper, v: null })),
    socketFlood((send, n) => send({ a: 'nf', ...paper, id: n, v: n % task.versions })),
    socketFlood((send, n) => send({ a: 'hs', id: `hostile-${task.address}-${n}`, protocol: 1, protocolMinor: 2 })),
    flood(16, () => ask('GET', `/api/v1/documents/${task.paper}/content?format=html`)),
    idle(task.connections),
    largeBodies(12),
  ]);
}

/** A guest who may comment: searches, threads at old versions, presence, differences. */
async function commenter() {
  const text = 'x'.repeat(12_000);
  const presence = (n) => ({
    a: 'p', ch: `documents.${task.paper}`, id: `cursor-${n % 500}`, p: { index: 0, length: 1, name: 'Somebody else', text }, pv: n + 1,
    ...paper, v: task.versions, t: 'http://sharejs.org/types/rich-text/v1',
  });
  await Promise.all([
    socketFlood((send, n) => (n % 8 === 0 ? send({ a: 'pr', ch: `documents.${task.paper}` }) : send(presence(n)))),
    socketFlood((send, n) => send({ a: n % 2 === 0 ? 'ps' : 'pu', ch: `documents.${task.paper}`, seq: n + 1 })),
    flood(16, (i, n) => ask('GET', `/api/v1/documents/${task.paper}/threads?query=zz${n}&limit=1`)),
    flood(16, (i, n) => ask('GET', `/api/v1/documents/${task.paper}/threads?version=${task.versions - (n % 50)}`)),
    flood(8, (i, n) => ask('GET', `/api/v1/documents/${task.paper}/diff?from=${n % 100}&to=${task.versions}`)),
    flood(8, (i, n) => ask('POST', '/api/v1/session', { body: JSON.stringify({ email: `nobody-${i}-${n}@example.org`, password: 'not the right one' }) })),
  ]);
}

/** An editor by link: operations based on the first versions, large ones, and what makes converting Markdown slow. */
async function editor() {
  const large = JSON.stringify(Array.from({ length: 15_000 }, (_, i) => (i % 2 === 0 ? { retain: 1 } : { insert: 'y' })));
  const link = `{"id":"imported-${task.address}-`;
  const hostile = ['<http://a'.repeat(50_000), '*a_ [b]('.repeat(60_000), '> '.repeat(200_000)];
  await Promise.all([
    socketFlood((send, n) => send(`{"a":"op","c":"documents","d":"${task.paper}","v":${1 + (n % 5)},"seq":${n + 1},"op":${large}}`), { pause: 20 }),
    socketFlood((send, n) => send({ a: 'op', c: 'documents', d: `made-by-guest-${n}`, v: 0, seq: n + 1, create: { type: 'http://sharejs.org/types/rich-text/v1', data: [] } })),
    flood(8, (i, n) => ask('POST', '/api/v1/documents', {
      body: `${link}${i}-${n}","title":"x","content":{"format":"markdown","data":${JSON.stringify(hostile[n % hostile.length])}}}`,
    })),
    flood(8, (i, n) => ask('POST', `/api/v1/documents/${task.paper}/threads`, {
      body: JSON.stringify({ anchor: { version: task.versions, index: n % 100, length: 5 }, comment: hostile[n % hostile.length].slice(0, 9_000) }),
    })),
  ]);
}

await { reader, commenter, editor }[task.kind]();
console.log(JSON.stringify(tally));
process.exit(0);
