// A stock ShareDB server in a process of its own (its type registry is global, and the client registers another
// rich-text under the same name). Prints "listening on http://127.0.0.1:PORT".
import { createServer } from 'node:http';
import { Duplex } from 'node:stream';
import { createRequire } from 'node:module';
import { WebSocketServer } from 'ws';

const require = createRequire(import.meta.url);
const ShareDB = require('sharedb');
ShareDB.types.register(require('rich-text').type);

const backend = new ShareDB({ presence: true });
const server = createServer();
new WebSocketServer({ server, path: '/sync' }).on('connection', (socket) => {
  const stream = new Duplex({
    objectMode: true,
    read: () => undefined,
    write(message, _encoding, done) {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
      done();
    },
  });
  socket.on('message', (text) => stream.push(JSON.parse(String(text))));
  socket.on('close', () => {
    stream.push(null);
    stream.end();
    stream.destroy();
  });
  backend.listen(stream);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object') console.log(`listening on http://127.0.0.1:${address.port}`);
});
process.on('disconnect', () => process.exit(0));
