// A stock ShareDB server in the usual set-up: in memory, over `ws`, presence on.
// Prints "listening on http://127.0.0.1:PORT" as plenaryd does, so that the same helpers start either.
// Usage: node sharedb.mjs [PORT]   (0 or nothing: a free port; any path is accepted)
import http from 'node:http';
import ShareDB from 'sharedb';
import richText from 'rich-text';
import WebSocketJSONStream from '@teamwork/websocket-json-stream';
import { WebSocketServer } from 'ws';

ShareDB.types.register(richText.type);
ShareDB.logger.setMethods({ info() {}, warn() {}, error() {} }); // clients under test send garbage on purpose

const backend = new ShareDB({ presence: true });
const server = http.createServer();
const sockets = new WebSocketServer({ server });
sockets.on('connection', (socket) => {
  socket.on('error', () => {}); // a broken client must not end the process
  const stream = new WebSocketJSONStream(socket);
  stream.on('error', () => {});
  backend.listen(stream);
});

server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
process.on('SIGTERM', () => process.exit(0));
