import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Delta, deltaOf } from '../../../clients/web/src/text/delta.ts';
import type { Ops } from '../../../clients/web/src/text/delta.ts';
import { PlaceKeeper } from '../../../clients/web/src/sync/place-keeper.ts';
import { ThreadWatch } from '../../../clients/web/src/sync/thread-watch.ts';
import { ThreadBook } from '../../../clients/web/src/threads/book.ts';
import { countsOf, listed } from '../../../clients/web/src/threads/listing.ts';
import { RangeTable, mapRange, piecesOf } from '../../../clients/web/src/text/ranges.ts';
import type { Range } from '../../../clients/web/src/text/ranges.ts';
import { stack } from '../../../clients/web/src/threads/stack.ts';
import type { Thread } from '../../../clients/web/src/threads/types.ts';
import type { ThreadEvent } from '../../../clients/web/src/sync/thread-watch.ts';
import { Identities, randomChange } from '../support/identities.ts';
import { Random, seedFromEnvironment } from '../support/random.ts';

const kCases = 20_000;

describe('ranges that follow the text', () => {
  test(`stay on their characters in ${kCases} random histories`, () => {
    const first = seedFromEnvironment();
    console.log(`first seed ${first}`);
    for (let seed = first; seed < first + kCases; seed += 1) {
      const random = new Random(seed);
      const text = new Identities(8);
      const table = new RangeTable();
      const members = Array.from({ length: 6 }, (_, slot) => {
        const start = random.below(8);
        const end = start + 1 + random.below(8 - start);
        table.set(slot, { start, end });
        return new Set(text.units.slice(start, end));
      });
      const ranges = members.map((_, slot) => table.get(slot) as Range);
      for (let step = 0; step < 6; step += 1) {
        const ops = randomChange(random, text.units.length);
        const before = members.map((some) => text.rangeOf(some));
        const emptied = new Set(table.apply(ops));
        text.apply(ops);
        members.forEach((some, slot) => {
          const wanted = text.rangeOf(some);
          const found = table.get(slot);
          // Units that were inserted inside count from then on.
          if (wanted && found) for (const unit of text.units.slice(found.start, found.end)) some.add(unit);
          const grown = text.rangeOf(some);
          if (grown) assert.deepEqual(found, grown, `seed ${seed}, step ${step}, slot ${slot}`);
          else assert.equal(found?.start, found?.end, `seed ${seed}: its characters are gone`);
          assert.equal(emptied.has(slot), before[slot] !== null && grown === null, `seed ${seed}: told once`);
          ranges[slot] = mapRange(ranges[slot] as Range, ops);
          assert.deepEqual(ranges[slot], found, `seed ${seed}: one by one is the same`);
        });
      }
    }
  });

  test('keep the law that the server keeps: start after, end before what is inserted there', () => {
    const first = seedFromEnvironment();
    for (let seed = first; seed < first + kCases; seed += 1) {
      const random = new Random(seed);
      const ops = randomChange(random, 8);
      const start = random.below(8);
      const range = { start, end: start + random.below(9 - start) };
      const moved = mapRange(range, ops);
      const wantedStart = deltaOf(ops).transformPosition(range.start, false);
      const wantedEnd = Math.max(wantedStart, deltaOf(ops).transformPosition(range.end, true));
      assert.deepEqual(moved, { start: wantedStart, end: wantedEnd }, `seed ${seed} ${JSON.stringify({ range, ops })}`);
    }
  });

  test('of ten thousand threads cost a keystroke less than a millisecond', () => {
    const table = new RangeTable();
    for (let slot = 0; slot < 10_000; slot += 1) table.set(slot, { start: slot * 20, end: slot * 20 + 9 });
    const key = [{ retain: 100_000 }, { insert: 'x' }];
    for (let i = 0; i < 200; i += 1) table.apply(key); // warm
    const begin = performance.now();
    for (let i = 0; i < 200; i += 1) table.apply(key);
    const each = (performance.now() - begin) / 200;
    console.log(`moving 10,000 ranges past a keystroke: ${(each * 1000).toFixed(0)} µs`);
    assert.ok(each < 1);
    assert.equal(table.overlapping(0, 1_000).length, 50);
  });
});

describe('places of the server', () => {
  test('are carried past what was committed since and past what is not acknowledged', () => {
    const first = seedFromEnvironment();
    for (let seed = first; seed < first + 3_000; seed += 1) {
      const random = new Random(seed);
      const doc = { version: 5 as number | null, inflightOp: null as object | null, pendingOps: [] as object[] };
      const keeper = new PlaceKeeper(doc as never);
      let content = new Delta().insert('abcdefgh\n');
      const versions: { at: number; range: Range }[] = [];
      let follow: Range[] = [];
      for (let step = 0; step < 8; step += 1) {
        const start = random.below(content.length());
        const range = { start, end: start + 1 };
        versions.push({ at: doc.version ?? 0, range });
        follow.push(range);
        const ops = randomChange(random, content.length() - 1);
        keeper.note({ a: 'op', v: doc.version, op: { ops }, src: 'other', seq: 1 });
        keeper.note({ a: 'op', v: (doc.version ?? 0) - 1, op: { ops: [{ delete: 1 }] } }); // seen before
        content = content.compose(deltaOf(ops));
        follow = follow.map((one) => mapRange(one, ops));
        doc.version = (doc.version ?? 0) + 1;
      }
      const mine = randomChange(random, content.length() - 1);
      doc.pendingOps.push({ op: { ops: mine } });
      const since = (at: number, range: Range): Range => (keeper.changesSince(at) as readonly Ops[]).reduce(mapRange, range);
      versions.forEach(({ at, range }, i) => {
        assert.deepEqual(since(at, range), mapRange(follow[i] as Range, mine), `seed ${seed}`);
      });
      assert.equal(keeper.changesSince((doc.version ?? 0) + 1), 'later');
      assert.equal(keeper.changesSince(4), 'unknown');
    }
  });

  test('are carried past my own operation when it is acknowledged without its content', () => {
    const op = { ops: [{ insert: 'new ' }] };
    const doc = { version: 1 as number | null, inflightOp: { op, src: 'me', seq: 3 } as object | null, pendingOps: [] };
    const keeper = new PlaceKeeper(doc as never);
    assert.deepEqual(keeper.changesSince(1), [op.ops], 'while it is on its way');
    keeper.note({ a: 'op', v: 1, src: 'me', seq: 3 });
    doc.version = 2;
    doc.inflightOp = null;
    assert.deepEqual(keeper.changesSince(1), [op.ops], 'afterwards');
    assert.deepEqual(keeper.changesSince(2), []);
  });
});

/** Timers that run when they are told to. */
class HandTimers {
  time = 0;
  #waiting: { at: number; work: () => void }[] = [];
  now = (): number => this.time;
  random = (): number => 0.5;
  after = (milliseconds: number, work: () => void): (() => void) => {
    const entry = { at: this.time + milliseconds, work };
    this.#waiting.push(entry);
    return () => (this.#waiting = this.#waiting.filter((other) => other !== entry));
  };

  async run(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    for (;;) {
      for (let i = 0; i < 20; i += 1) await Promise.resolve();
      const next = this.#waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#waiting = this.#waiting.filter((entry) => entry !== next);
      this.time = next.at;
      next.work();
    }
    this.time = end;
  }
}

const kAma = { id: 'n-Ama', name: 'Ama' };

/** The rows are shown as b, c, a. */
const kLines = {
  rows: [{ id: 'a', order: 'z' }, { id: 'b', order: 'k' }, { id: 'c', order: 'm' }],
  columns: [{ id: 'name' }, { id: 'group' }],
};

/** A server of threads, with the text at its head. */
class Desk {
  readonly timers = new HandTimers();
  threads: Thread[] = [];
  version = 1;
  reachable = true;
  settled = true;
  pagesAsked = 0;
  asked: string[] = [];
  told: string[] = [];
  readonly book = new ThreadBook({
    page: (cursor) => {
      this.pagesAsked += 1;
      if (!this.reachable) return Promise.reject(new Error('unreachable'));
      const from = Number(cursor ?? 0);
      const next = from + 200 < this.threads.length ? String(from + 200) : null;
      return Promise.resolve({ threads: this.threads.slice(from, from + 200), next_cursor: next });
    },
    thread: (id) => {
      this.asked.push(id);
      return this.reachable
        ? Promise.resolve(this.threads.find((thread) => thread.id === id) ?? null)
        : Promise.reject(new Error('unreachable'));
    },
    place: (version, place) => (version > this.version ? 'later' : place),
    findCell: () => null,
    linesAt: (index) => (index === 20 ? kLines : null),
    isSettled: () => this.settled,
    changed: () => undefined,
    news: (before, now) => this.told.push(`${before ? 'reply' : 'new'} ${now.id}`),
    timers: this.timers,
  });

  put(id: number, index: number, words: string, more: Partial<Thread> = {}): Thread {
    const comment = { id: String(id), thread: String(id), author: kAma, created_at: '2026-01-01T00:00:00Z', text: `about ${words}`, html: '' };
    const thread: Thread = {
      id: String(id),
      anchor: { version: this.version, index, length: words.length, quote: words, words, state: 'anchored' },
      state: 'open',
      resolved: null,
      updated_at: '2026-01-01T00:00:00Z',
      etag: `"t${id}"`,
      comments: [{ ...comment, edited_at: null, revisions: 0, deleted: null, reactions: { agree: 0, disagree: 0, mine: null } }],
      ...more,
    };
    this.threads = [...this.threads.filter((other) => other.id !== thread.id), thread];
    return thread;
  }

  event(number: number, thread: string): ThreadEvent {
    return { number, thread, is: 'replied', by: kAma };
  }
}

describe('the book of threads', () => {
  test('fetches all pages, and afterwards only what it is told of, once', async () => {
    const desk = new Desk();
    for (let i = 0; i < 450; i += 1) desk.put(i, i * 10, `words${i}`);
    desk.book.load();
    await desk.timers.run(50);
    assert.equal(desk.book.size, 450);
    assert.equal(desk.pagesAsked, 3);
    desk.put(7, 70, 'words7', { etag: '"t900"' });
    desk.book.heard([desk.event(899, '7'), desk.event(900, '7')]);
    await desk.timers.run(200);
    assert.deepEqual(desk.asked, ['7']);
    assert.deepEqual(desk.told, ['reply 7']);
    assert.equal(desk.book.get('7')?.etag, '"t900"');
  });

  test('does not go back to an older answer', async () => {
    const desk = new Desk();
    const old = desk.put(1, 0, 'word');
    desk.book.take(desk.put(1, 0, 'word', { etag: '"t5"', state: 'resolved' }));
    desk.book.take(old);
    assert.equal(desk.book.get('1')?.state, 'resolved');
    desk.book.stop();
  });

  test('places a thread when the version that it belongs to has come', () => {
    const desk = new Desk();
    const thread = desk.put(1, 4, 'word');
    desk.version = 0;
    desk.book.take(thread);
    assert.equal(desk.book.rangeOf('1'), null);
    assert.equal(desk.book.isOrphaned(thread), false, 'not known is not orphaned');
    desk.version = 1;
    desk.book.advanced();
    assert.deepEqual(desk.book.rangeOf('1'), { start: 4, end: 8 });
    desk.book.stop();
  });

  test('shows an orphan at once, asks who removed its words, and finds it again when they are back', async () => {
    const desk = new Desk();
    desk.put(1, 4, 'word');
    desk.book.load();
    await desk.timers.run(10);
    desk.settled = false; // my deletion is on its way
    desk.book.edited([{ retain: 2 }, { delete: 8 }]);
    assert.equal(desk.book.isOrphaned(desk.book.get('1') as Thread), true);
    await desk.timers.run(1_000);
    assert.deepEqual(desk.asked, [], 'the server would not know it yet');
    desk.version = 2;
    const orphan = desk.put(1, 2, 'word', { etag: '"t1"' });
    const removed = { version: 1, by: 'a-1', at: '2026-01-01T00:00:00Z' };
    desk.put(1, 2, 'word', { anchor: { ...orphan.anchor, length: 0, state: 'orphaned', removed } });
    desk.settled = true;
    desk.book.advanced();
    await desk.timers.run(500);
    assert.deepEqual(desk.asked, ['1']);
    assert.equal(desk.book.get('1')?.anchor.removed?.by, 'a-1');
    desk.book.edited([{ insert: 'typing goes on' }]);
    await desk.timers.run(3_000);
    assert.deepEqual(desk.asked, ['1'], 'other words do not matter');
    desk.version = 3;
    desk.put(1, 20, 'word');
    desk.book.edited([{ retain: 16 }, { insert: 'the word is back' }]);
    await desk.timers.run(500);
    assert.deepEqual(desk.book.rangeOf('1'), { start: 20, end: 24 });
  });

  test('typing over the last of its words is writing in them, once it is one operation', () => {
    const desk = new Desk();
    desk.book.take(desk.put(1, 4, 'word'));
    desk.settled = false;
    desk.book.edited([{ retain: 7 }, { delete: 1 }]);
    desk.book.edited([{ retain: 7 }, { insert: 'x' }]);
    desk.book.advanced();
    assert.deepEqual(desk.book.rangeOf('1'), { start: 4, end: 7 });
    desk.settled = true;
    desk.book.advanced();
    assert.deepEqual(desk.book.rangeOf('1'), { start: 4, end: 8 }, 'as the operations place it');
    desk.book.stop();
  });

  test('goes on asking a server that does not answer', async () => {
    const desk = new Desk();
    desk.put(1, 0, 'word');
    desk.reachable = false;
    desk.book.load();
    await desk.timers.run(100);
    assert.equal(desk.book.loading, 'unreachable');
    desk.reachable = true;
    await desk.timers.run(6_000);
    assert.equal(desk.book.loading, 'here');
    assert.equal(desk.book.size, 1);
  });

  test('lists in the order of the text, by filter and by words', async () => {
    const desk = new Desk();
    desk.put(1, 40, 'later words');
    desk.put(2, 4, 'first words');
    desk.put(3, 10, 'done', { state: 'resolved' });
    const lost = desk.put(4, 0, 'lost');
    desk.put(4, 0, 'lost', { anchor: { ...lost.anchor, length: 0, state: 'orphaned' } });
    desk.book.load();
    await desk.timers.run(10);
    const ids = (filter: Parameters<typeof listed>[1], query = ''): string => listed(desk.book, filter, query, 'n-Ama').map(({ id }) => id).join();
    assert.equal(ids('open'), '2,1');
    assert.equal(ids('resolved'), '3');
    assert.equal(ids('orphaned'), '4');
    assert.equal(ids('mine'), '2,3,1,4');
    assert.equal(ids('open', 'LATER'), '1');
    assert.deepEqual(countsOf(desk.book, 'n-Li'), { open: 2, unread: 0, mine: 0, resolved: 1, orphaned: 1 });
  });

  test('lists threads of one table row by row as the paper shows them, those of one place by age', async () => {
    const desk = new Desk();
    const on = (id: number, row: string, column: string, at?: number): void => {
      const cell = row || column ? { cell: { row, column } } : {};
      const inside = at === undefined ? {} : { inside: { index: at, length: 3 } };
      desk.put(id, 20, 'x', { anchor: { version: 1, index: 20, length: 1, quote: 'x', words: 'x', state: 'anchored', ...cell, ...inside } });
    };
    on(1, 'a', 'name');
    on(2, 'c', 'group', 6);
    on(3, 'c', 'group', 2);
    on(12, 'b', 'name');
    on(5, 'b', 'name');
    on(6, 'c', 'name');
    on(7, '', 'group');
    on(8, 'b', '');
    on(9, '', '');
    on(10, 'c', 'group');
    on(11, 'gone', 'name');
    desk.put(13, 19, 'before');
    desk.put(14, 21, 'behind');
    desk.book.load();
    await desk.timers.run(10);
    const ids = listed(desk.book, 'open', '', 'n-Ama').map(({ id }) => id).join();
    assert.equal(ids, '13,9,7,8,5,12,6,10,3,2,1,11,14');
  });
});

describe('the live channel of threads', () => {
  test('asks from now on at first, and after a break from where it was', () => {
    const sent: { from?: number }[] = [];
    const heard: number[] = [];
    const connection = { send: (message: object) => sent.push(message) };
    const watch = new ThreadWatch(connection as never, 'documents', 'd', (events) => heard.push(...events.map(({ number }) => number)));
    const frame = (from: number, ...numbers: number[]): object => ({
      a: 'threads', c: 'documents', d: 'd', from, to: from + numbers.length,
      events: numbers.map((number) => ({ number, thread: 0, is: 'replied', at: 1, by: { id: 'n-Li', name: 'Li' } })),
    });
    watch.connected();
    assert.equal(watch.take(frame(12)), true);
    watch.take(frame(12, 12, 13));
    watch.connected();
    watch.take(frame(13, 13, 14));
    assert.deepEqual(sent.map(({ from }) => from), [Number.MAX_SAFE_INTEGER, 14]);
    assert.deepEqual(heard, [12, 13, 14], 'none twice');
    assert.equal(watch.take({ a: 'op', c: 'documents', d: 'd' }), false);
    assert.equal(watch.take({ a: 'threads', c: 'documents', d: 'd', error: { code: 'x' } }), true, 'a refusal is ours, too');
  });
});

describe('cards beside the text', () => {
  const wish = (top: number, height = 50): { top: number; height: number } => ({ top, height });

  test('stand level with their words where there is room, and give way downwards where there is not', () => {
    assert.deepEqual(stack([wish(0), wish(200)], 10), [0, 200]);
    assert.deepEqual(stack([wish(0), wish(20), wish(30), wish(400)], 10), [0, 60, 120, 400]);
  });

  test('make room for the one that is looked at', () => {
    assert.deepEqual(stack([wish(300), wish(320), wish(330), wish(340)], 10, 2), [210, 270, 330, 390]);
    assert.deepEqual(stack([wish(0), wish(20), wish(30), wish(40)], 10, 2), [0, 60, 120, 180], 'at the top of the page all give way downwards');
    assert.deepEqual(stack([wish(0), wish(300), wish(310)], 10, 1), [0, 300, 360]);
  });

  test('never overlap', () => {
    const random = new Random(seedFromEnvironment());
    for (let round = 0; round < 2_000; round += 1) {
      const wishes = Array.from({ length: 8 }, () => wish(random.below(300), 20 + random.below(80))).sort((a, b) => a.top - b.top);
      const fixed = random.below(9) - 1;
      const tops = stack(wishes, 8, fixed);
      if (fixed >= 0 && (tops[0] as number) > 0) assert.equal(tops[fixed], wishes[fixed]?.top);
      assert.ok((tops[0] as number) >= 0);
      for (let i = 1; i < tops.length; i += 1) {
        assert.ok((tops[i] as number) >= (tops[i - 1] as number) + (wishes[i - 1] as { height: number }).height + 8);
      }
    }
  });
});

describe('overlapping marks', () => {
  const mark = (start: number, end: number, active = false): { range: Range; active: boolean } => ({ range: { start, end }, active });
  const cut = (...marks: readonly { range: Range; active: boolean }[]): string =>
    piecesOf(marks).map(({ from, to, depth, active }) => `${from}-${to}:${depth}${active ? '!' : ''}`).join(' ');
  for (const [what, marks, pieces] of [
    ['one in another and across its end', [mark(0, 10), mark(4, 6), mark(5, 12)], '0-4:1 4-5:2 5-6:3 6-10:2 10-12:1'],
    ['neighbours', [mark(0, 4), mark(4, 8)], '0-8:1'],
    ['the active one inside', [mark(0, 10), mark(4, 6, true)], '0-4:1 4-6:2! 6-10:1'],
    ['the active one around', [mark(0, 10, true), mark(4, 6)], '0-4:1! 4-6:2! 6-10:1!'],
    ['the active one beside', [mark(0, 4, true), mark(4, 8)], '0-4:1! 4-8:1'],
    ['the same words twice', [mark(2, 5), mark(2, 5, true)], '2-5:2!'],
    ['nothing', [mark(3, 3)], ''],
  ] as const) {
    test(`are cut into pieces: ${what}`, () => assert.equal(cut(...marks), pieces));
  }
});
