// Makes the sample session plan on a running server, as a team would: from the built-in template, then filled in.
// usage: node samples/session-plan.mjs ADDRESS ID
import { readFileSync } from 'node:fs';
import WebSocket from 'ws';

const [address, id] = process.argv.slice(2);
const plan = JSON.parse(readFileSync(new URL('session-plan.json', import.meta.url), 'utf8'));

async function ask(method, path, body) {
  const answer = await fetch(`${address}/api/v1${path}`, { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** The operation that writes each part's lines where its prompts stand; further lines stand below the last of them. */
function filling(content, parts) {
  const op = [];
  let retained = 0;
  const insert = (insert, attributes) => {
    if (retained > 0) op.push({ retain: retained });
    retained = 0;
    op.push(attributes ? { insert, attributes } : { insert });
  };
  /** A line is a text, or a list of texts and embeds. */
  const write = (line) => [line].flat().forEach((piece) => insert(piece));
  let words = '';
  let lines = [];
  content.forEach(({ insert: text, attributes: { prompt, ...style } = {} }, at) => {
    if (style.header) lines = [...(parts[words] ?? [])];
    words = text;
    if (prompt && lines.length > 0) write(lines.shift());
    retained += text.length ?? 1;
    if (prompt && !content[at + 1]?.attributes?.prompt) {
      for (const line of lines.splice(0)) {
        write(line);
        insert('\n', style);
      }
    }
  });
  return op;
}

/** Submits one operation as ShareDB's clients do. */
function submit(version, op) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${address.replace(/^http/, 'ws')}/sync`);
    socket.on('error', reject);
    socket.on('message', (data) => {
      const { a, error } = JSON.parse(data);
      if (error) reject(new Error(error.message));
      if (a === 'init') socket.send(JSON.stringify({ a: 'hs', id: null, protocol: 1, protocolMinor: 2 }));
      if (a === 'hs') socket.send(JSON.stringify({ a: 'op', c: 'documents', d: id, v: version, seq: 1, op }));
      if (a === 'op') {
        socket.close();
        resolve();
      }
    });
  });
}

const { version } = await ask('POST', '/documents', { id, title: plan.title, from: 'plenary:session-plan' });
const { ops } = await ask('GET', `/documents/${id}/content`);
await submit(version, filling(ops, plan.parts));
for (const [table, rows] of Object.entries(plan.tables)) await ask('PATCH', `/documents/${id}/tables/${table}`, { rows });
