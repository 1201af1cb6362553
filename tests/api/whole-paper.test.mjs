// A paper with tables, footnotes and pictures, and its history: at many versions it is what an independent reader of the
// operations (quill-delta with Quill's own tables) has, forwards, backwards, and out of the house and in again.
//   SEED=7 EDITS=400 VERSIONS=100 node --test whole-paper.test.mjs
import assert from 'node:assert/strict';
import Delta from 'quill-delta';
import { after, before, describe, test } from 'node:test';
import { Random, chooseSeed } from '../stock/support/random.mjs';
import { understanding } from '../stock/support/embeds.mjs'; // tells quill-delta of tables and notes
import { freshId, RawSocket } from '../stock/support/raw.mjs';
import { House } from './support/house.mjs';

const EDITS = Number(process.env.EDITS ?? 120);
const VERSIONS = Number(process.env.VERSIONS ?? 30);
const PAPER = 'whole-paper';

/** Each author has letters of their own, so that the text itself says who wrote it. */
const LETTERS = ['abcdefgh', 'rstuvwxyz'];
const word = (random, who) => Array.from({ length: 2 + random.below(6) }, () => random.pick(LETTERS[who])).join('');
const picture = (n) => ({ insert: { image: `pictures/${String(n).repeat(64)}` }, attributes: { alt: 'eh', width: '640', height: '480' } });

/** Three tables, ten notes, two pictures. All words are the first author's. */
function firstContent(random) {
  const ops = [];
  const words = (count) => Array.from({ length: count }, () => word(random, 0)).join(' ');
  const line = (attributes) => ops.push({ insert: '\n', ...(attributes ? { attributes } : {}) });
  for (let part = 0; part < 5; part++) {
    ops.push({ insert: words(2) });
    line({ header: 1 + (part % 3) });
    for (let note = 0; note < 2; note++) {
      ops.push({ insert: words(6) }, { insert: { note: { content: [{ insert: words(4) }] } } }, { insert: ` ${words(3)}` });
      line();
    }
    if (part < 3) ops.push({ insert: { 'table-embed': firstTable(random, part) } });
    else {
      ops.push(picture(part), { insert: ` ${words(3)}` });
      line();
    }
  }
  ops.push({ insert: words(3) });
  line();
  return joined(ops);
}

function firstTable(random, part) {
  const ids = (letter, count) => Array.from({ length: count }, (_, i) => ({ insert: { id: `${letter}${part}${i}` }, ...(letter === 'c' ? { attributes: { name: word(random, 0) } } : {}) }));
  const cells = {};
  for (let row = 1; row <= 3; row++) for (let column = 1; column <= 3; column++) cells[`${row}:${column}`] = { content: [{ insert: word(random, 0) }] };
  return { rows: ids('r', 3), columns: ids('c', 3), cells };
}

/** Neighbours of one kind as one. */
const joined = (ops) => ops.reduce((delta, op) => delta.push(op), new Delta());
const lengthOf = (ops) => new Delta(ops).length();
const kindOf = ({ insert }) => (typeof insert === 'object' ? Object.keys(insert)[0] : 'text');

/** One word more or less, or one bold, in a text of a paper, a cell or a note. */
function wordChange(random, who, ops) {
  const text = ops.map(({ insert }) => (typeof insert === 'string' ? insert : '\u{fffc}')).join('');
  const words = [...text.matchAll(/[a-z]+/g)];
  const at = words.length > 0 ? random.pick(words) : null;
  const kind = random.below(10);
  if (!at) return new Delta().insert(word(random, who));
  if (kind < 5) return new Delta().retain(at.index).insert(`${word(random, who)} `, random.chance(0.2) ? {} : undefined);
  if (kind < 7) return new Delta().retain(at.index).retain(at[0].length, { bold: random.chance(0.7) ? true : null });
  // Never the last word of a line: what is left is no other kind of line.
  const next = text[at.index + at[0].length];
  return next === ' ' ? new Delta().retain(at.index).delete(at[0].length + 1) : new Delta().retain(at.index).insert(`${word(random, who)} `);
}

function tableChange(random, who, table, fresh) {
  const [rows, columns] = [table.rows.length, table.columns.length];
  const past = (count) => (count > 0 ? [{ retain: count }] : []);
  const kind = random.below(10);
  if (kind === 0) return { rows: [...past(random.below(rows + 1)), { insert: { id: fresh() } }] };
  if (kind === 1 && rows > 2) return { rows: [...past(random.below(rows)), { delete: 1 }] };
  if (kind === 2 && columns < 5) return { columns: [...past(random.below(columns + 1)), { insert: { id: fresh() }, attributes: { name: word(random, who) } }] };
  if (kind === 3 && columns > 2) return { columns: [...past(random.below(columns)), { delete: 1 }] };
  if (kind === 4) return { columns: [...past(random.below(columns)), { retain: 1, attributes: { name: word(random, who) } }] };
  const place = `${1 + random.below(rows)}:${1 + random.below(columns)}`;
  return { cells: { [place]: { content: wordChange(random, who, table.cells?.[place]?.content ?? []).ops } } };
}

/** An edit of a paper: of its text, a table, a note or a picture. */
function edit(random, who, { ops }, fresh) {
  const places = [];
  ops.reduce((index, op) => (places.push({ index, op }), index + lengthOf([op])), 0);
  const embeds = places.filter(({ op }) => kindOf(op) !== 'text');
  const { index, op } = random.pick(embeds);
  const kind = random.chance(0.4) ? 'text' : kindOf(op);
  if (kind === 'table-embed') return new Delta().retain(index).retain({ 'table-embed': tableChange(random, who, op.insert[kind], fresh) });
  if (kind === 'note') return new Delta().retain(index).retain({ note: { content: wordChange(random, who, op.insert.note.content ?? []).ops } });
  if (kind === 'image') return new Delta().retain(index).retain(1, { alt: word(random, who) });
  return wordChange(random, who, ops);
}

/** Markdown has no ids: rows and columns by their numbers. */
const withoutIds = (ops) => JSON.parse(JSON.stringify(ops, (key, value) => (key === 'rows' || key === 'columns' ? value.map((line, at) => ({ ...line, insert: { id: at } })) : value)));
const equal = (a, b, said) => assert.deepEqual(joined(a).ops, joined(b).ops, said);

describe('a whole paper and its history', () => {
  const seed = chooseSeed();
  const random = new Random(seed);
  const contents = [new Delta()];
  let house;
  let people;
  const sockets = [];
  const id = freshId(PAPER);
  const head = () => contents.length - 1;
  const anyVersion = () => 1 + random.below(head());
  const get = async (operation, parameters = {}) => (await people[0].call(operation, 200, { id, ...parameters })).body;

  before(async () => {
    console.log(`SEED=${seed}`);
    house = await House.open();
    await house.setUp();
    people = [await house.welcome('Amina Diallo'), await house.welcome('Ben Okoro')];
    const first = firstContent(random);
    await people[0].call('createDocument', 201, { body: { id, content: { format: 'delta', data: { ops: first.ops } } } });
    contents.push(first);
    await people[0].call('grantToAccount', 200, { id, account: people[1].id, body: { role: 'editor' } });
    const { url } = understanding(house.server);
    for (const { credentials } of people) sockets.push(await RawSocket.open({ url, headers: credentials }));
    let ids = 0;
    for (let n = 0; n < EDITS; n++) {
      if (n % 40 === 39) {
        const version = anyVersion();
        const { version: made } = (await people[random.below(2)].call('restoreVersion', 200, { id, body: { version } })).body;
        if (made > head()) contents.push(contents[version]);
        continue;
      }
      const who = random.below(2);
      const op = edit(random, who, contents.at(-1), () => `new${ids++}`);
      await sockets[who].commit('documents', id, { v: head(), op: op.ops });
      contents.push(contents.at(-1).compose(op));
    }
  });
  after(async () => {
    for (const socket of sockets) await socket.close();
    await house.close();
  });

  const said = (what) => `SEED=${seed}: ${what}`;

  test('each version is what its operations made', async () => {
    for (let n = 0; n < VERSIONS; n++) {
      const version = anyVersion();
      equal((await get('exportVersion', { version, format: 'delta' })).ops, contents[version].ops, said(`version ${version}`));
    }
  });

  test('a difference takes one version to the other, both ways of time', async () => {
    for (let n = 0; n < VERSIONS; n++) {
      const [from, to] = [anyVersion(), anyVersion()].sort((a, b) => a - b);
      const { delta } = await get('getDifference', { from, to });
      equal(contents[from].compose(new Delta(delta.ops)).ops, contents[to].ops, said(`${from} to ${to}`));
    }
  });

  test('blame knows whose each letter is, in the text, in cells and in notes', async () => {
    const whose = (letter) => LETTERS.findIndex((letters) => letters.includes(letter));
    for (let n = 0; n < VERSIONS; n++) {
      const version = anyVersion();
      const blame = await get('getBlame', { version });
      const names = blame.authors.map(({ name }) => people.findIndex((person) => person.name === name));
      const check = (text, runs, what) => {
        let at = 0;
        for (const { length, by } of runs) {
          for (const letter of text.slice(at, at + length)) {
            const author = whose(letter);
            if (author >= 0) assert.equal(names[by], author, said(`version ${version}, ${what}: “${letter}” of “${text}”`));
          }
          at += length;
        }
        assert.equal(at, text.length, said(`version ${version}, ${what}`));
      };
      const textOf = (ops = []) => ops.map(({ insert }) => (typeof insert === 'string' ? insert : '\u{fffc}')).join('');
      const { ops } = contents[version];
      check(textOf(ops), blame.runs, 'text');
      const embedAt = new Map();
      ops.reduce((index, op) => (embedAt.set(index, op.insert), index + lengthOf([op])), 0);
      for (const { index, part, row, column, runs } of blame.inside) {
        if (part === 'note') check(textOf(embedAt.get(index).note.content), runs, `note at ${index}`);
        if (part === 'cell') check(textOf(embedAt.get(index)['table-embed'].cells[`${row}:${column}`]?.content), runs, `cell ${row}:${column}`);
      }
    }
  });

  test('Markdown out and in again is the same paper', async () => {
    for (let n = 0; n < VERSIONS / 3; n++) {
      const version = anyVersion();
      const { text } = await people[0].call('exportVersion', 200, { id, version, format: 'markdown' });
      const copy = freshId('copy');
      await people[0].call('createDocument', 201, { body: { id: copy, content: { format: 'markdown', data: text } } });
      const { body } = await people[0].call('exportDocument', 200, { id: copy, format: 'delta' });
      equal(withoutIds(body.ops), withoutIds(contents[version].ops), said(`version ${version}:\n${text}`));
    }
  });

  test('HTML out and in again is the same paper, with the ids of its rows and columns', async () => {
    for (let n = 0; n < VERSIONS / 3; n++) {
      const version = anyVersion();
      const { text } = await people[0].call('exportVersion', 200, { id, version, format: 'html' });
      const copy = freshId('copy');
      await people[0].call('createDocument', 201, { body: { id: copy, content: { format: 'html', data: text } } });
      const { body } = await people[0].call('exportDocument', 200, { id: copy, format: 'delta' });
      equal(body.ops, contents[version].ops, said(`version ${version}:\n${text}`));
    }
  });

  test('a restore brings a version back, as one operation that says only what differs', async () => {
    for (let n = 0; n < 5; n++) {
      const version = anyVersion();
      const { version: made } = (await people[0].call('restoreVersion', 200, { id, body: { version } })).body;
      equal((await get('exportVersion', { version: made, format: 'delta' })).ops, contents[version].ops, said(`restored ${version}`));
      if (made > head()) contents.push(contents[version]);
      assert.deepEqual((await get('getDifference', { from: version, to: made })).delta.ops, [], said(`restored ${version}`));
    }
  });
});
