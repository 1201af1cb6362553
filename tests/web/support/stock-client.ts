import { WebSocket } from 'ws';

/** Creates a rich-text document over the wire, as a stock client would. Resolves when it is acknowledged. */
export function createDocument(serverUrl: string, id: string, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${serverUrl.replace('http', 'ws')}/sync`);
    socket.on('error', reject);
    socket.on('open', () => {
      socket.send(JSON.stringify({ a: 'hs', id: null, protocol: 1, protocolMinor: 2 }));
      const create = { type: 'http://sharejs.org/types/rich-text/v1', data: [{ insert: text }] };
      socket.send(JSON.stringify({ a: 'op', c: 'documents', d: id, v: 0, seq: 1, x: {}, create }));
    });
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as { a: string; error?: { message: string } };
      if (frame.a !== 'op') return;
      socket.close();
      if (frame.error) reject(new Error(frame.error.message));
      else resolve();
    });
  });
}
