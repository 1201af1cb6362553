// The load generator against a real server, and against one that lies, which --verify must notice.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import WebSocket, { WebSocketServer } from 'ws';
import { isAck } from '../support/raw.mjs';
import { plenarydPath, startServer } from '../support/server.mjs';

const program = path.join(path.dirname(plenarydPath), 'plenary-load');
const SHORT = ['--warmup', '0.1', '--duration', '0.5', '--verify', '--json'];

function load(url, ...args) {
  return new Promise((resolve) => {
    execFile(program, ['--url', url, ...SHORT, ...args], (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, stderr, result: stdout ? JSON.parse(stdout) : undefined });
    });
  });
}

/** A proxy that passes every message through `change(frame)`: a frame, several, or none. Resolves to {url, close}. */
async function lyingProxy(server, change) {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => { sockets.once('listening', resolve); });
  sockets.on('connection', (client) => {
    const upstream = new WebSocket(server.url);
    const waiting = [];
    client.on('message', (data) => (upstream.readyState === 1 ? upstream.send(String(data)) : waiting.push(String(data))));
    upstream.on('open', () => waiting.forEach((text) => upstream.send(text)));
    upstream.on('message', (data) => {
      for (const frame of [change(JSON.parse(String(data)))].flat()) client.send(JSON.stringify(frame));
    });
    client.on('close', () => upstream.close());
  });
  return { url: `ws://127.0.0.1:${sockets.address().port}/`, close: () => sockets.close() };
}

describe('plenary-load', () => {
  let server;
  before(async () => { server = await startServer(); });
  after(() => server.stop());

  const scenarios = {
    'one editor': [],
    'twenty editors of one document': ['--editors', '20'],
    'many documents with bold runs': ['--documents', '20', '--editors', '2', '--run-chars', '50', '--chars', '2000'],
    'a rate, longer ops, mostly inserts': ['--editors', '5', '--rate', '200', '--insert-chars', '7', '--op-mix', '10'],
    'readers': ['--readers', '100', '--rate', '20'],
    'a large document': ['--chars', '2000000'],
  };
  for (const [name, args] of Object.entries(scenarios)) {
    test(`${name}: measured and verified`, async () => {
      const { code, result, stderr } = await load(server.url, '--drain', '60', '--server-pid', String(server.pid), ...args);
      assert.equal(code, 0, stderr);
      assert.equal(result.verified, true);
      assert.equal(result.errors, 0);
      assert.ok(result.ops > 0);
      assert.ok(result.ack.p50_ms > 0 && result.ack.p50_ms <= result.ack.p99_ms);
      assert.ok(result.server_rss_mb > 1);
      if (args.includes('--readers')) assert.ok(result.fan_out.count > 0);
      if (args.includes('--rate')) assert.ok(result.ops_per_second < 2 * result.rate, `${result.ops_per_second} of ${result.rate}`);
    });
  }

  const isLive = (frame) => frame.a === 'op' && frame.op && frame.v > 2;
  let count = 0;
  const lies = {
    'drops a broadcast': (frame) => (isLive(frame) && ++count === 3 ? [] : frame),
    'sends another op in place of one': (frame) => (isLive(frame) && ++count === 3 ? { ...frame, seq: frame.seq + 1 } : frame),
    'acknowledges a version too high': (frame) => (isAck(frame) && frame.v > 2 && ++count === 3 ? { ...frame, v: frame.v + 1 } : frame),
    'acknowledges and forgets': (frame) => (frame.a === 'f' ? { ...frame, data: { ...frame.data, v: frame.data.v - 1 } } : frame),
    'refuses an op': (frame) => (isAck(frame) && frame.v > 2 && ++count === 3 ? { ...frame, error: { code: 'E', message: 'no' } } : frame),
  };
  for (const [name, change] of Object.entries(lies)) {
    test(`a server that ${name} is found out`, async () => {
      count = 0;
      const proxy = await lyingProxy(server, change);
      const { code, result, stderr } = await load(proxy.url, '--drain', '3', '--editors', '4');
      assert.equal(code, 1);
      assert.equal(result.verified, false);
      assert.ok(result.errors > 0, stderr);
      assert.match(stderr, /plenary-load: /);
      proxy.close();
    });
  }
});
