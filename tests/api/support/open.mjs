// A server that everybody may use, for the tests of the group that calls this.
import { after, before } from 'node:test';
import { startServer } from '../../stock/support/server.mjs';
import { Client } from './client.mjs';

/** Both are there while its tests run. */
export function openServer() {
  const on = {};
  before(async () => {
    on.server = await startServer();
    on.client = new Client(on.server);
  });
  after(() => on.server.stop());
  return on;
}
