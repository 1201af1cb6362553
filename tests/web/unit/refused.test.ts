// Operations that the server refuses: typed words are in the document in the end, once, or are given back to their author.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MemoryDrafts } from '../../../clients/web/src/sync/drafts.ts';
import { registerTypes } from '../../../clients/web/src/sync/light-type.ts';
import { makeDocument, textOf } from '../support/api.ts';
import { FlakyLink } from '../support/flaky-link.ts';
import { startPlenaryd, startStock, temporaryDirectory } from '../support/server.ts';
import type { Server } from '../support/server.ts';
import { createDocument } from '../support/stock-client.ts';
import { BrowserLocks, Tab } from '../support/tab.ts';
import { changeSettings } from '../support/templates.ts';
import { until } from '../support/wait.ts';

registerTypes();

const kTooOld = { code: 'ERR_OT_OP_NOT_APPLIED', message: 'Too much was written since: load the document again' };

interface Room {
  readonly link: FlakyLink;
  readonly store: MemoryDrafts;
  readonly locks: BrowserLocks;
  readonly tab: Tab;
  readonly other: Tab;
}

/** A tab and somebody else in a document of its own. */
async function room(server: Server, id: string): Promise<Room> {
  await createDocument(server.url, id, 'Start.\n');
  const link = new FlakyLink(server.url);
  const [store, locks] = [new MemoryDrafts(), new BrowserLocks()];
  const other = await Tab.open(new MemoryDrafts(), new BrowserLocks(), new FlakyLink(server.url), id);
  const tab = await Tab.open(store, locks, link, id);
  await until('both are open', () => tab.isSaved && other.isSaved);
  return { link, store, locks, tab, other };
}

/** The tab goes away, both write, and the server refuses operations that are older than the other's. */
async function drift({ link, tab, other }: Room): Promise<void> {
  link.refuses = true;
  link.cut();
  tab.type(3, 'mine');
  for (let i = 0; i < 30; i += 1) {
    other.type(0, 'x');
    await until('the other is saved', () => other.isSaved);
  }
  link.refuse = (v) => (v < 25 ? kTooOld : null);
  link.refuses = false;
}

async function endsWithBoth(tab: Tab, other: Tab): Promise<void> {
  await until('all is saved and equal', () => tab.isSaved && other.isSaved && tab.view.text === other.view.text);
  assert.equal(tab.view.text, `${'x'.repeat(30)}Staminert.\n`);
}

describe('an operation that is refused', () => {
  let stock: Server;
  let own: Server;
  const data = temporaryDirectory();
  before(async () => {
    [stock, own] = await Promise.all([startStock(), startPlenaryd(data.path)]);
  });
  after(async () => {
    await Promise.all([stock.stop(), own.stop()]);
    data.remove();
  });

  for (const [name, of] of [['a stock ShareDB server', () => stock], ['plenaryd', () => own]] as const) {
    test(`because its base is too old is sent once on a newer one, to ${name}`, async () => {
      const all = await room(of(), 'old-base');
      await drift(all);
      await endsWithBoth(all.tab, all.other);
      assert.equal(all.link.refused.length, 1);
      assert.equal(all.tab.refusedText, null, 'nobody is told of a loss');
      await Promise.all([all.tab.session.stop(), all.other.session.stop()]);
    });

    test(`because its base is too old is sent once after a reload, to ${name}`, async () => {
      const all = await room(of(), 'old-base-reload');
      await drift(all);
      await all.tab.session.written();
      all.tab.die(all.link);
      const tab = await Tab.open(all.store, all.locks, all.link, 'old-base-reload', all.tab.draftId);
      await endsWithBoth(tab, all.other);
      assert.ok(all.link.refused.length >= 1);
      assert.equal(tab.refusedText, null);
      await Promise.all([tab.session.stop(), all.other.session.stop()]);
    });

    test(`because its base is too old is sent once from the draft of a tab that is gone, to ${name}`, async () => {
      const all = await room(of(), 'old-base-replay');
      const reader = await Tab.open(all.store, all.locks, all.link, 'old-base-replay', null);
      await drift(all);
      await all.tab.session.written();
      all.tab.die(all.link);
      reader.die(all.link);
      const tab = await Tab.open(all.store, all.locks, all.link, 'old-base-replay', reader.draftId);
      await endsWithBoth(tab, all.other);
      assert.ok(all.link.refused.length >= 1);
      await Promise.all([tab.session.stop(), all.other.session.stop()]);
    });
  }

  test('although it is on the newest base is given back in words, and the rest goes on', async () => {
    const { link, tab, other } = await room(own, 'wrong');
    link.refuse = () => kTooOld;
    tab.type(3, 'lost?');
    await until('the words are given back', () => tab.refusedText !== null);
    assert.equal(tab.refusedText, 'lost?');
    assert.ok(link.refused.length <= 2, 'it is not sent again and again');
    link.refuse = () => null;
    await until('the document is shown as it is', () => tab.view.text === 'Start.\n' && tab.isSaved);
    tab.type(0, 'On. ');
    await until('what comes after is saved', () => tab.isSaved && other.view.text === 'On. Start.\n');
    await Promise.all([tab.session.stop(), other.session.stop()]);
  });

  test('because it changes what belongs to the template is given back in words, and the rest goes on', async () => {
    const content = [{ insert: 'Aims' }, { insert: '\n', attributes: { frozen: true } }, { insert: 'Start.\n' }];
    await makeDocument(own.url, { id: 'frozen', title: 'Plan', format: 'delta', data: content });
    await changeSettings(own.url, 'frozen', { frozen: true });
    const tab = await Tab.open(new MemoryDrafts(), new BrowserLocks(), new FlakyLink(own.url), 'frozen');
    await until('it is open', () => tab.isSaved);
    tab.type(2, 'mine'); // as a client does that knows nothing of templates
    await until('the words are given back', () => tab.refusedText !== null);
    assert.equal(tab.refusedText, 'mine');
    await until('the document is shown as it is', () => tab.view.text === 'Aims\nStart.\n' && tab.isSaved);
    tab.type(5, 'Below.\n');
    await until('what comes after is saved', () => tab.isSaved);
    assert.equal(await textOf(own.url, 'frozen'), 'Aims\nBelow.\nStart.\n');
    await tab.session.stop();
  });

  test('while the server is busy stays, is called so, and is saved later; one goes on writing meanwhile', async () => {
    const { link, tab, other } = await room(own, 'busy');
    link.refuse = () => ({ code: 'ERR_UNAVAILABLE', message: 'The server is busy: try again' });
    tab.type(0, 'One. ');
    await until('it is said that it waits', () => tab.status.kind === 'waiting');
    tab.type(5, 'Two. ');
    link.refuse = () => null;
    await until('all is saved', () => tab.isSaved && other.view.text === 'One. Two. Start.\n');
    assert.equal(tab.refusedText, null);
    await Promise.all([tab.session.stop(), other.session.stop()]);
  });
});
