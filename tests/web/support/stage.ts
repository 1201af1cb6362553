import { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import { launch } from './browser.ts';
import { startPlenaryd, temporaryDirectory } from './server.ts';
import type { Server } from './server.ts';

export interface Stage {
  readonly server: Server;
  readonly browser: Browser;
}

/** A server of its own and a browser for the tests of the group that calls this. Both are there while its tests run. */
export function stage({ open = true } = {}): Stage {
  const data = temporaryDirectory();
  const made = {} as { server: Server; browser: Browser };
  before(async () => {
    made.server = await startPlenaryd(data.path, 0, { open });
    made.browser = await launch();
  });
  after(async () => {
    await made.browser.close();
    await made.server.stop();
    data.remove();
  });
  return made;
}
