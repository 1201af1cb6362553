import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Ops } from '../../../clients/web/src/text/delta.ts';
import { DraftWriter } from '../../../clients/web/src/sync/draft-writer.ts';
import type { CurrentHead } from '../../../clients/web/src/sync/draft-writer.ts';
import { MemoryDrafts, withLate } from '../../../clients/web/src/sync/drafts.ts';
import type { DraftHead } from '../../../clients/web/src/sync/drafts.ts';
import { Random, seedFromEnvironment } from '../support/random.ts';

/** A store whose writes take until they are let through, or never happen. */
class SlowDrafts extends MemoryDrafts {
  #waiting: { readonly go: () => void; readonly fail: () => void }[] = [];
  slow = false;

  override async advance(id: string, head: DraftHead, step: Ops | null): Promise<void> {
    if (this.slow) await new Promise<void>((go, fail) => this.#waiting.push({ go, fail: () => fail(new Error('full')) }));
    return super.advance(id, head, step);
  }

  letThrough(): void {
    for (const { go } of this.#waiting.splice(0)) go();
  }

  fail(): void {
    for (const { fail } of this.#waiting.splice(0)) fail();
  }
}

const insert = (text: string): Ops => [{ insert: text }];
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function begun(store: SlowDrafts): Promise<{ writer: DraftWriter; head: { version: number } }> {
  const head = { version: 0 };
  const current = (): CurrentHead => ({ title: 'T', version: head.version, pending: [], changes: 0, savedAt: 0 });
  const writer = new DraftWriter(store, 'd', current);
  await writer.begin({ id: 'd', collection: 'c', document: 'x', content: insert('.\n'), ...current() });
  return { writer, head };
}

async function storedText(store: SlowDrafts): Promise<string> {
  const draft = await store.load('d');
  return draft?.content.map((op) => String(op.insert)).join('') ?? '';
}

describe('the draft of a document', () => {
  test('has every step when written() resolves, and writes what came meanwhile as one', async () => {
    const store = new SlowDrafts();
    const { writer } = await begun(store);
    store.slow = true;
    writer.note(insert('a'));
    const first = writer.written();
    writer.note(insert('b'));
    writer.note(insert('c'));
    const second = writer.written();
    await turn();
    store.letThrough();
    await first;
    assert.equal(await storedText(store), 'a.\n');
    await turn();
    store.letThrough();
    await second;
    assert.equal(await storedText(store), 'cba.\n');
    assert.equal(writer.unwritten(), null);
  });

  test('is complete after a sudden end, whether or not the write under way succeeded', async () => {
    for (const succeeds of [true, false]) {
      const store = new SlowDrafts();
      const { writer } = await begun(store);
      store.slow = true;
      writer.note(insert('a'));
      void writer.written();
      writer.note(insert('b'));
      const late = structuredClone(writer.unwritten());
      assert.ok(late);
      await turn();
      if (succeeds) store.letThrough();
      await turn();
      const draft = await store.load('d');
      assert.ok(draft);
      const whole = withLate(draft, late);
      assert.equal(whole.content.map((op) => String(op.insert)).join(''), 'ba.\n', `succeeds: ${succeeds}`);
      assert.deepEqual(withLate(whole, late), whole, 'late steps are taken once');
    }
  });

  test('is not claimed to be kept once the device refuses', async () => {
    const store = new SlowDrafts();
    Object.assign(store, { survivesReload: true });
    const { writer } = await begun(store);
    assert.equal(writer.isKept, true);
    store.slow = true;
    writer.note(insert('a'));
    const written = writer.written();
    await turn();
    store.fail();
    await written;
    assert.equal(writer.isKept, false);
  });

  test('equals the document after any sequence of steps, writes and compactions', async () => {
    const seed = seedFromEnvironment();
    console.log(`seed ${seed}`);
    const random = new Random(seed);
    const store = new SlowDrafts();
    const { writer, head } = await begun(store);
    let text = '.\n';
    for (let i = 0; i < 900; i += 1) {
      const at = random.below(text.length);
      const letter = String.fromCharCode(97 + random.below(26));
      text = text.slice(0, at) + letter + text.slice(at);
      head.version += 1;
      writer.note(at > 0 ? [{ retain: at }, { insert: letter }] : insert(letter));
      if (random.below(2)) await writer.written();
      if (writer.hasManySteps && random.below(10) === 0) await writer.compact();
    }
    await writer.written();
    assert.equal(await storedText(store), text);
    assert.equal((await store.load('d'))?.version, 900);
  });
});
