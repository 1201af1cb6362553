// Offline edits survive the end of a page exactly once. Random rounds: SEED=n replays, ROUNDS=n asks for more.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MemoryDrafts } from '../../../clients/web/src/sync/drafts.ts';
import { registerTypes } from '../../../clients/web/src/sync/light-type.ts';
import { FlakyLink } from '../support/flaky-link.ts';
import { Random, seedFromEnvironment } from '../support/random.ts';
import { startPlenaryd, startStock, temporaryDirectory } from '../support/server.ts';
import type { Server } from '../support/server.ts';
import { createDocument } from '../support/stock-client.ts';
import { BrowserLocks, Tab } from '../support/tab.ts';
import { pause, until } from '../support/wait.ts';

const kRounds = Number(process.env.ROUNDS ?? 40);
const kEndings = ['offline', 'before-frame', 'ack-lost', 'ack-lost-foreign', 'double-reload', 'in-flight', 'old-base'] as const;
const kTooOld = { code: 'ERR_OT_OP_NOT_APPLIED', message: 'Too much was written since: load the document again' };

registerTypes();

/** Every typed word is one character of its own, so that "exactly once" can be counted. */
function occurrences(text: string, word: string): number {
  return text.split(word).length - 1;
}

async function round(server: Server, seed: number): Promise<void> {
  const random = new Random(seed);
  const ending = random.pick(kEndings);
  const id = `round-${seed}`;
  await createDocument(server.url, id, 'Start.\n');
  const store = new MemoryDrafts();
  const locks = new BrowserLocks();
  const words: string[] = [];
  const foreign = new FlakyLink(server.url);
  const other = await Tab.open(new MemoryDrafts(), new BrowserLocks(), foreign, id);
  let link = new FlakyLink(server.url);
  let tab = await Tab.open(store, locks, link, id);
  /** The server takes no operation on an older base. */
  let oldest = 0;
  await until('both are open', () => tab.isSaved && other.isSaved);

  const write = (who: Tab): void => {
    const word = String.fromCharCode(0xe000 + words.length);
    words.push(word);
    who.type(random.below(who.view.length()), word);
  };
  const reload = async (): Promise<void> => {
    const last = tab.draftId;
    tab.die(link);
    link = new FlakyLink(server.url);
    link.refuse = (v) => (v < oldest ? kTooOld : null);
    tab = await Tab.open(store, locks, link, id, last);
  };

  for (let i = random.below(3); i >= 0; i -= 1) write(tab);
  if (random.below(2)) await until('the first words are saved', () => tab.isSaved);
  switch (ending) {
    case 'offline':
      link.refuses = true;
      link.cut();
      break;
    case 'before-frame':
      link.fate = 'drop-before';
      link.refuses = true;
      break;
    case 'ack-lost':
    case 'ack-lost-foreign':
    case 'double-reload':
      link.fate = 'drop-ack';
      link.refuses = true;
      break;
    case 'in-flight':
      break;
    case 'old-base':
      await until('nothing is under way', () => tab.isSaved); // a refused change must not have been committed
      link.refuses = true;
      link.cut();
      break;
  }
  for (let i = random.below(4); i >= 0; i -= 1) {
    write(tab);
    if (random.below(2)) await pause(random.below(12));
  }
  if (ending === 'ack-lost-foreign') for (let i = 0; i < 5; i += 1) write(other);
  if (ending === 'old-base') {
    for (let i = 0; i < 5; i += 1) write(other);
    await until('the other is saved', () => other.isSaved);
    oldest = other.session.settledVersion ?? 0;
  }
  await tab.session.written();
  await pause(random.below(30));
  if (random.below(2)) write(other);
  await reload();
  if (ending === 'double-reload') {
    await pause(random.below(30));
    await reload();
  }
  if (random.below(2)) {
    await until('the draft or the document is shown', () => tab.session.isLoaded);
    write(tab); // typing before the connection is up
  }
  await until(`everything is saved (seed ${seed}, ${ending})`, () => tab.isSaved && other.isSaved);
  await until(
    `both views are equal (seed ${seed}, ${ending})`,
    () => tab.view.text === other.view.text && tab.isSaved && other.isSaved,
  );
  for (const word of words) {
    assert.equal(occurrences(other.view.text, word), 1, `word ${words.indexOf(word)} once (seed ${seed}, ${ending})`);
  }
  const late = await Tab.open(new MemoryDrafts(), new BrowserLocks(), new FlakyLink(server.url), id);
  await until('the late one is open', () => late.isSaved);
  assert.deepEqual(late.view.content.ops, tab.view.content.ops, `a fresh fetch is equal (seed ${seed})`);
  for (const open of [tab, other, late]) await open.session.stop();
}

async function rounds(server: Server): Promise<void> {
  const first = seedFromEnvironment();
  console.log(`first seed ${first}`);
  for (let seed = first; seed < first + kRounds; seed += 1) await round(server, seed);
}

describe('offline edits after the end of a page', () => {
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

  test(`are sent exactly once to a stock ShareDB server in ${kRounds} random rounds`, () => rounds(stock));
  test(`are sent exactly once to plenaryd in ${kRounds} random rounds`, () => rounds(own));
});
