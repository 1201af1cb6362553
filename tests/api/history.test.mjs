// The revision history over HTTP: who changed what between versions, who wrote it, sessions, named versions, ways back.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import richText from 'rich-text';
import { understanding } from '../stock/support/embeds.mjs';
import { freshId, JSON0, opsOf, RawSocket } from '../stock/support/raw.mjs';
import { startServer } from '../stock/support/server.mjs';
import { Client } from './support/client.mjs';
import { House } from './support/house.mjs';

const { compose } = richText.type;
const textOf = (ops) => ops.map(({ insert }) => (typeof insert === 'string' ? insert : '\ufffc')).join('');

/** People at their sockets: `write(who, id, op)` commits an operation at the newest version. */
class Desk {
  constructor(server, reader) {
    this.server = server;
    this.reader = reader;
    this.sockets = new Map();
  }

  async socketOf(who) {
    const { url } = understanding(this.server);
    if (!this.sockets.has(who)) this.sockets.set(who, await RawSocket.open({ url, headers: who.credentials }));
    return this.sockets.get(who);
  }

  async write(who, id, op) {
    const { body: { version: v } } = await this.reader.call('readDocument', 200, { id });
    await (await this.socketOf(who)).commit('documents', id, { v, op });
  }

  async close() {
    for (const socket of this.sockets.values()) await socket.close();
  }
}

describe('the revision history', () => {
  let house;
  let desk;
  let amina;
  let ben;
  let chen;
  before(async () => {
    house = await House.open();
    const administrator = await house.setUp();
    const groupOf = async (name) => (await administrator.call('makeGroup', 201, { body: { name } })).body.id;
    const [drafters, reviewers] = [await groupOf('Drafters'), await groupOf('Reviewers')];
    amina = await house.welcome('Amina Diallo', { groups: [drafters] });
    ben = await house.welcome('Ben Okoro', { groups: [drafters, reviewers] });
    chen = await house.welcome('Chen Wei', { groups: [reviewers] });
    desk = new Desk(house.server, amina);
  });
  after(async () => {
    await desk.close();
    await house.close();
  });

  const grant = (id, who, role) => amina.call('grantToAccount', 200, { id, account: who.id, body: { role } });
  /** A paper of Amina's that Ben and Chen may edit. */
  const make = async (text = 'The quick fox jumps over the old fence.\n') => {
    const id = freshId('paper');
    await amina.call('createDocument', 201, { body: { id, content: { format: 'text', data: text } } });
    for (const editor of [ben, chen]) await grant(id, editor, 'editor');
    return id;
  };
  /** …and in which each of the three did something: at version 4 it is "The brown **fox** jumps over the old fence." */
  const makeOfThree = async () => {
    const id = await make();
    await desk.write(ben, id, [{ retain: 10 }, { insert: 'brown ' }]);
    await desk.write(chen, id, [{ retain: 4 }, { delete: 6 }]);
    await desk.write(ben, id, [{ retain: 10 }, { retain: 3, attributes: { bold: true } }]);
    return id;
  };
  const get = async (operation, id, parameters = {}) => (await amina.call(operation, 200, { id, ...parameters })).body;
  const contentOf = async (id, version = 'head') => opsOf(await get('exportVersion', id, { version, format: 'delta' }));
  const authorIn = ({ authors }, index) => authors[index].name;

  test('says who inserted, deleted and formatted which words, in which group they are, and when', async () => {
    const began = new Date().toISOString();
    const id = await makeOfThree();
    const difference = await get('getDifference', id, { from: 1, to: 4 });
    const told = difference.pieces.map(({ kind, ops, by, written_by }) =>
      [kind, textOf(ops), by === undefined ? undefined : authorIn(difference, by), written_by?.map((writer) => authorIn(difference, writer))]);
    assert.deepEqual(told, [
      ['kept', 'The ', undefined, undefined],
      ['deleted', 'quick ', 'Chen Wei', ['Amina Diallo']],
      ['inserted', 'brown ', 'Ben Okoro', undefined],
      ['reformatted', 'fox', 'Ben Okoro', undefined],
      ['kept', ' jumps over the old fence.\n', undefined, undefined],
    ]);
    assert.deepEqual(difference.authors.map(({ id: author, groups }) => [author, groups.sort()]), [
      [amina.id, ['Drafters']], [ben.id, ['Drafters', 'Reviewers']], [chen.id, ['Reviewers']],
    ]);
    const [, deleted, inserted, reformatted] = difference.pieces;
    assert.deepEqual([deleted.first.version, inserted.first.version, inserted.last.version, reformatted.first.version], [3, 2, 2, 4]);
    for (const { first, last } of [deleted, inserted, reformatted]) {
      assert.ok(began <= first.time && first.time <= last.time && last.time <= new Date().toISOString(), `${first.time} to ${last.time}`);
    }
    assert.deepEqual([reformatted.before, reformatted.after], [{}, { bold: true }]);
    const { by, ...sums } = difference.summary;
    assert.deepEqual(sums, { moves: 0, inserted: 6, deleted: 6, reformatted: 3 });
    assert.deepEqual(by.map((one) => [authorIn(difference, one.by), one.inserted, one.deleted, one.reformatted]), [['Ben Okoro', 6, 0, 3], ['Chen Wei', 0, 6, 0]]);
    assert.deepEqual([difference.from.version, difference.to.version, difference.head], [1, 4, 4]);
  });

  test('numbers what was cut and pasted as a move', async () => {
    const passage = 'A sentence that is long enough to be known again. ';
    const id = await make(`${passage}And one that stays where it is.\n`);
    await desk.write(ben, id, [{ delete: passage.length }]);
    await desk.write(ben, id, [{ retain: 31 }, { insert: passage }]);
    const { pieces, summary } = await get('getDifference', id, { from: 1 });
    assert.equal(summary.moves, 1);
    assert.deepEqual(pieces.filter(({ move }) => move === 1).map(({ kind, ops }) => [kind, textOf(ops)]), [['deleted', passage], ['inserted', passage]]);
    const words = (await amina.call('getDifference', 200, { id, from: 1, format: 'text' })).text;
    assert.match(words, /moved “.*” away \(move 1\)[\s\S]*put “.*” here \(move 1\)/);
  });

  test('gives a change that takes each version to each later one', async () => {
    const id = await make('Ein Satz 🎻 mit Zeichen.\nUnd noch einer.\n');
    const edits = [
      [ben, [{ retain: 10 }, { insert: '🪕', attributes: { italic: true } }]],
      [chen, [{ retain: 4 }, { retain: 8, attributes: { bold: true } }]],
      [amina, [{ retain: 2 }, { delete: 9 }, { insert: 'e' }]],
      [ben, [{ insert: { image: 'https://example.org/a.png' }, attributes: { alt: 'a' } }]],
      [chen, [{ retain: 5 }, { retain: 12, attributes: { bold: null, header: 2 } }]],
      [amina, [{ insert: 'Vorweg.\n' }, { retain: 3 }, { delete: 4 }]],
      [ben, [{ retain: 6 }, { insert: '\n\n' }]],
      [chen, [{ delete: 7 }]],
    ];
    for (const [who, op] of edits) await desk.write(who, id, op);
    const { body: { version: restored } } = await chen.call('restoreVersion', 200, { id, body: { version: 3 } });
    assert.equal(restored, edits.length + 2);
    await desk.write(ben, id, [{ retain: 5 }, { insert: ' danach' }]);
    const head = restored + 1;
    const contents = [[]];
    for (let version = 1; version <= head; version++) contents.push(await contentOf(id, version));
    let pairs = 0;
    for (let from = 0; from <= head; from++) {
      for (let to = from; to <= head; to++) {
        const { delta, pieces } = await get('getDifference', id, { from, to });
        assert.deepEqual(opsOf(compose({ ops: contents[from] }, delta)), contents[to], `${from} to ${to}`);
        const after = pieces.filter(({ kind }) => kind !== 'deleted').flatMap(({ ops }) => ops);
        assert.equal(textOf(after), textOf(contents[to]));
        assert.equal(delta.ops.length === 0, JSON.stringify(contents[from]) === JSON.stringify(contents[to]), `${from} to ${to}`);
        pairs += 1;
      }
    }
    assert.equal(pairs, ((head + 1) * (head + 2)) / 2);
    assert.deepEqual((await get('getDifference', id, { from: 3, to: restored })).delta.ops, []);
  });

  test('keeps its answers apart by their ETags', async () => {
    const id = await makeOfThree();
    for (const [operation, parameters] of [
      ['getHistory', {}], ['getDifference', { from: 1, to: 3 }], ['getDifference', { format: 'text' }], ['getDifference', { format: 'html' }],
      ['getBlame', {}], ['listEditingSessions', {}], ['listMilestones', {}], ['exportVersion', { version: 2 }],
    ]) {
      const { headers } = await amina.call(operation, 200, { id, ...parameters });
      await amina.call(operation, 304, { id, ...parameters, 'If-None-Match': headers.etag });
      await amina.call(operation, 200, { id, ...parameters, 'If-None-Match': '"another"' });
    }
    const etagOf = async (parameters) => (await amina.call('getDifference', 200, { id, ...parameters })).headers.etag;
    const all = [{}, { from: 1 }, { to: 3 }, { format: 'text' }, { format: 'html' }];
    assert.equal(new Set(await Promise.all(all.map(etagOf))).size, all.length);
  });

  test('refuses versions that there are not, and forms that it does not have', async () => {
    const id = await makeOfThree();
    for (const wrong of [{ from: 3, to: 2 }, { to: 5 }, { from: 5 }, { from: 'first' }, { from: -1 }, { format: 'docx' }]) {
      await amina.call('getDifference', 400, { id, ...wrong });
    }
    for (const wrong of [{ version: 5 }, { version: 'first' }, { from: -1 }, { to: 'end' }]) await amina.call('getBlame', 400, { id, ...wrong });
    for (const wrong of [{ limit: 0 }, { limit: 201 }, { before: 'now' }, { from: 'head' }]) await amina.call('listEditingSessions', 400, { id, ...wrong });
    await amina.call('exportVersion', 400, { id, version: 'first' });
    await amina.call('exportVersion', 404, { id, version: 5 });
    await amina.call('exportVersion', 404, { id, version: 0 });
    const nothing = freshId('paper');
    for (const operation of ['getHistory', 'getDifference', 'getBlame', 'listEditingSessions', 'listMilestones']) await amina.call(operation, 404, { id: nothing });
  });

  test('tells nothing to who may read the paper but not its history', async () => {
    const id = await makeOfThree();
    const reader = await house.welcome('Rita Reader');
    await grant(id, reader, 'reader');
    for (const operation of ['getHistory', 'getDifference', 'getBlame', 'listEditingSessions', 'listMilestones']) {
      const { text } = await reader.call(operation, 403, { id });
      assert.doesNotMatch(text, /Ben|Chen|Drafters|Reviewers/);
    }
    await reader.call('exportVersion', 403, { id, version: 1 });
    await reader.call('exportVersion', 200, { id, version: 'head' });
    await amina.call('grantToAccount', 200, { id, account: reader.id, body: { role: 'reader', history: true } });
    await reader.call('getDifference', 200, { id });
    await reader.call('restoreVersion', 403, { id, body: { version: 1 } });
    await reader.call('undoAuthor', 403, { id, body: { by: ben.id, from: 0, to: 4, preview: true } });
    await reader.call('addMilestone', 403, { id, body: { name: 'Mine' } });
  });

  test('knows who wrote which words, and how much each person and group wrote', async () => {
    const id = await makeOfThree();
    const blame = await get('getBlame', id);
    const text = textOf(await contentOf(id));
    assert.deepEqual(blame.runs.map(({ index, length, by, first }) => [text.slice(index, index + length), authorIn(blame, by), first.version]), [
      ['The ', 'Amina Diallo', 1], ['brown ', 'Ben Okoro', 2], ['fox jumps over the old fence.\n', 'Amina Diallo', 1],
    ]);
    assert.deepEqual(blame.share.map(({ by, units }) => [authorIn(blame, by), units]), [['Amina Diallo', text.length - 6], ['Ben Okoro', 6]]);
    assert.deepEqual(blame.groups, [{ name: 'Drafters', units: text.length }, { name: 'Reviewers', units: 6 }]);
    assert.equal(blame.units, text.length);
    const part = await get('getBlame', id, { from: 2, to: 6 });
    assert.deepEqual(part.runs.map(({ index, length }) => [index, length]), [[2, 2], [4, 2]]);
    assert.equal(part.units, 4);
    const first = await get('getBlame', id, { version: 1 });
    assert.deepEqual([first.runs.length, first.version, first.head], [1, 1, 4]);
    await chen.call('restoreVersion', 200, { id, body: { version: 1 } });
    const restored = await get('getBlame', id);
    assert.deepEqual(restored.share.map(({ by }) => authorIn(restored, by)), ['Amina Diallo'], 'what a restore brings back is whose it was');
  });

  test('lists sessions page by page, by author and by group', async () => {
    const id = await makeOfThree();
    const first = await get('listEditingSessions', id, { limit: 2 });
    const named = (page) => page.sessions.map(({ by, from, to, ops }) => [authorIn(page, by), from, to, ops]);
    assert.deepEqual(named(first), [['Chen Wei', 2, 3, 1], ['Ben Okoro', 1, 4, 2]]);
    assert.deepEqual(first.landmarks.map(({ kind, version, by }) => [kind, version, authorIn(first, by)]), [['created', 1, 'Amina Diallo']]);
    const { days } = first;
    assert.deepEqual(days.map(({ ops, inserted, deleted }) => [ops, inserted, deleted]).reduce((a, b) => a.map((n, i) => n + b[i])), [4, 46, 6]);
    const second = await get('listEditingSessions', id, { limit: 2, before: first.next });
    assert.deepEqual(named(second), [['Amina Diallo', 0, 1, 1]]);
    assert.deepEqual([second.next, 'landmarks' in second, 'days' in second], [null, false, false]);
    const authorsOf = async (filter) => named(await get('listEditingSessions', id, filter)).map(([author]) => author);
    assert.deepEqual(await authorsOf({ by: ben.id }), ['Ben Okoro']);
    assert.deepEqual(await authorsOf({ by: 'a-nobody' }), []);
    assert.deepEqual(await authorsOf({ group: 'Reviewers' }), ['Chen Wei', 'Ben Okoro']);
    assert.deepEqual(await authorsOf({ group: 'Nobody' }), []);
    assert.deepEqual(await authorsOf({ from: 3 }), ['Ben Okoro']);
    assert.deepEqual(await authorsOf({ to: 1 }), ['Amina Diallo']);
    const filtered = await get('listEditingSessions', id, { group: 'Drafters', limit: 1 });
    assert.deepEqual(named(await get('listEditingSessions', id, { group: 'Drafters', before: filtered.next })), [['Amina Diallo', 0, 1, 1]]);
  });

  test('finds the version of an instant', async () => {
    const id = await makeOfThree();
    const overview = await get('getHistory', id);
    assert.deepEqual([overview.head, overview.text, overview.authors, overview.sessions], [4, true, 3, 3]);
    const { from, to } = await get('getDifference', id, { from: 1, to: 3 });
    assert.equal((await get('resolveVersion', id, { at: from.time })).version >= 1, true);
    assert.deepEqual(await get('resolveVersion', id, { at: to.time }), { version: to.time === overview.time ? 4 : 3, time: to.time, head: 4 });
    assert.deepEqual(await get('resolveVersion', id, { at: '2001-01-01T00:00:00Z' }), { version: 0, time: null, head: 4 });
    assert.deepEqual(await get('resolveVersion', id, { at: '2101-01-01T00:00:00Z' }), { version: 4, time: overview.time, head: 4 });
    await amina.call('resolveVersion', 400, { id });
    await amina.call('resolveVersion', 400, { id, at: 'yesterday' });
  });

  test('keeps the names of versions', async () => {
    const id = await makeOfThree();
    const { body: made, headers } = await ben.call('addMilestone', 201, { id, body: { version: 2, name: 'First draft', note: 'For *all*.' } });
    assert.equal(headers.location, `/api/v1/documents/${id}/milestones/${made.id}`);
    assert.deepEqual([made.version, made.name, made.note, made.by], [2, 'First draft', 'For *all*.', { id: ben.id, name: 'Ben Okoro' }]);
    assert.equal(headers.etag, made.etag);
    const { body: newest } = await amina.call('addMilestone', 201, { id, body: { version: 'head', name: 'Second draft' } });
    const { body: created } = await amina.call('addMilestone', 201, { id, body: { version: 1, name: 'As it began' } });
    assert.deepEqual((await get('listMilestones', id)).milestones.map(({ name, version }) => [name, version]), [['As it began', 1], ['First draft', 2], ['Second draft', 4]]);
    assert.deepEqual((await amina.call('readMilestone', 200, { id, milestone: made.id })).body, made);
    const { landmarks } = await get('listEditingSessions', id);
    assert.ok(landmarks.some(({ kind, milestone, version }) => kind === 'milestone' && milestone === made.id && version === 2));

    const one = { id, milestone: made.id };
    const { body: renamed } = await chen.call('changeMilestone', 200, { ...one, 'If-Match': made.etag, body: { name: 'First public draft' } });
    assert.deepEqual([renamed.name, renamed.note, renamed.by.name], ['First public draft', 'For *all*.', 'Ben Okoro']);
    const { body: problem } = await ben.call('changeMilestone', 412, { ...one, 'If-Match': made.etag, body: { note: '' } });
    assert.equal(problem.code, 'conflict');
    await ben.call('removeMilestone', 412, { ...one, 'If-Match': made.etag });
    await ben.call('changeMilestone', 200, { ...one, 'If-Match': '*', body: { note: '' } });
    await ben.call('removeMilestone', 204, one);
    await ben.call('readMilestone', 404, one);
    await ben.call('changeMilestone', 404, { ...one, body: {} });
    await ben.call('removeMilestone', 404, one);
    await amina.call('removeMilestone', 204, { id, milestone: newest.id, 'If-Match': newest.etag });
    assert.deepEqual((await get('listMilestones', id)).milestones, [created]);
    const elsewhere = await make();
    await amina.call('readMilestone', 404, { id: elsewhere, milestone: created.id });
  });

  test('refuses names of versions that cannot be, and says of what is done whatever is known', async () => {
    const id = await makeOfThree();
    const { body: { id: milestone } } = await amina.call('addMilestone', 201, { id, body: { name: 'ä'.repeat(200), note: 'x'.repeat(10_000) } });
    for (const name of ['', '  ', 'ä'.repeat(200) + 'x', 'two\nlines', 'a tab\t', '\ud800', 7, null]) {
      await amina.call('addMilestone', 400, { id, body: { name } });
      if (name !== null) await amina.call('changeMilestone', 400, { id, milestone, body: { name } });
    }
    for (const body of [{}, { name: 'x', version: 5 }, { name: 'x', version: -1 }, { name: 'x', version: 1.5 }, { name: 'x', version: 'first' },
      { name: 'x', note: 'x'.repeat(10_001) }, { name: 'x', at: 'now' }]) {
      await amina.call('addMilestone', 400, { id, body });
    }
    const target = `/api/v1/documents/${id}/milestones`;
    const headers = { 'content-type': 'application/json', 'if-none-match': '*' };
    assert.equal((await amina.send({ method: 'POST', target, headers, body: '{"name":"Made, not read"}' })).status, 201);
    assert.equal((await amina.send({ method: 'PATCH', target: `${target}/${milestone}`, headers, body: '{"note":""}' })).status, 200);
  });

  test('makes a paper what it was, as one more operation', async () => {
    const id = await makeOfThree();
    const { body } = await chen.call('restoreVersion', 200, { id, body: { version: 2 } });
    assert.deepEqual(body, { version: 5, restored: 2, changed: true });
    assert.deepEqual(await contentOf(id), await contentOf(id, 2));
    assert.deepEqual((await get('getDifference', id, { from: 2 })).summary.by, []);
    assert.deepEqual((await chen.call('restoreVersion', 200, { id, body: { version: 2 } })).body, { version: 5, restored: 2, changed: false });
    const { authors, landmarks } = await get('listEditingSessions', id);
    assert.deepEqual(landmarks.filter(({ kind }) => kind === 'restore').map(({ version, restores, by }) => [version, restores, authors[by].name]), [[5, 2, 'Chen Wei']]);
    await amina.call('restoreVersion', 404, { id, body: { version: 9 } });
    await amina.call('restoreVersion', 404, { id, body: { version: 0 } });
    for (const wrong of [{}, { version: 'head' }, { version: -1 }, { version: 1, preview: true }]) await amina.call('restoreVersion', 400, { id, body: wrong });
    const { entries } = (await amina.call('readDocumentAudit', 200, { id })).body;
    assert.deepEqual(entries.filter(({ what }) => what === 'document.restore').map(({ by_name }) => by_name), ['Chen Wei']);
  });

  test('brings a deleted paper back for its owner, with its title, and for nobody else', async () => {
    const id = await makeOfThree();
    await amina.call('renameDocument', 200, { id, body: { title: 'Fox and fence' } });
    const content = await contentOf(id);
    await amina.call('deleteDocument', 204, { id });
    assert.equal((await get('getDifference', id, { from: 4 })).summary.inserted, 0);
    await ben.call('restoreVersion', 403, { id, body: { version: 4 } });
    await amina.call('restoreVersion', 404, { id, body: { version: 5 } });
    await amina.call('undoAuthor', 404, { id, body: { by: amina.id, from: 4, to: 5 } });
    await amina.call('undoAuthor', 404, { id, body: { by: amina.id, from: 4, to: 5, preview: true } });
    const { body } = await amina.call('restoreVersion', 200, { id, body: { version: 4 } });
    assert.deepEqual(body, { version: 6, restored: 4, changed: true });
    assert.deepEqual(await contentOf(id), content);
    assert.deepEqual((await ben.call('readDocument', 200, { id })).body.title, 'Fox and fence');
    const blame = await get('getBlame', id);
    assert.deepEqual(blame.share.map(({ by }) => authorIn(blame, by)), ['Amina Diallo', 'Ben Okoro']);
    await desk.write(ben, id, [{ insert: 'And ' }]);
  });

  test('takes back what one person did and nothing of the others, as its preview says', async () => {
    const id = await makeOfThree();
    await desk.write(chen, id, [{ retain: 4 }, { delete: 2 }, { insert: 'BR' }]);
    const before = await contentOf(id);
    const request = { by: ben.id, from: 1, to: 5 };
    const { body: preview } = await amina.call('undoAuthor', 200, { id, body: { ...request, preview: true } });
    assert.equal(preview.head, 5);
    assert.equal((await get('getHistory', id)).head, 5, 'a preview changes nothing');
    const { body } = await amina.call('undoAuthor', 200, { id, body: request });
    assert.deepEqual(body, { version: 6, changed: true });
    const afterwards = await contentOf(id);
    assert.equal(textOf(afterwards), 'The BRfox jumps over the old fence.\n', 'what Chen wrote and deleted stays so');
    assert.deepEqual(opsOf(compose({ ops: before }, preview.delta)), afterwards);
    assert.deepEqual((await get('getDifference', id, { from: 5 })).delta, preview.delta);
    assert.deepEqual((await amina.call('undoAuthor', 200, { id, body: request })).body, { version: 6, changed: false });
    const { authors, landmarks } = await get('listEditingSessions', id);
    const { version, by, undone, from, to } = landmarks.find(({ kind }) => kind === 'undo');
    assert.deepEqual([version, authors[by].name, authors[undone].name, from, to], [6, 'Amina Diallo', 'Ben Okoro', 1, 5]);
    for (const preview of [false, true]) {
      await amina.call('undoAuthor', 404, { id, body: { ...request, by: 'a-nobody', preview } });
      await amina.call('undoAuthor', 404, { id, body: { ...request, to: 9, preview } });
      for (const wrong of [{ ...request, from: 3, to: 2 }, { by: ben.id, from: 1 }, { ...request, by: 7 }, { ...request, at: 1 }]) {
        await amina.call('undoAuthor', 400, { id, body: { ...wrong, preview } });
      }
    }
  });

  test('tells a difference in words, one change a line', async () => {
    const id = await makeOfThree();
    const { text } = await amina.call('getDifference', 200, { id, from: 1, format: 'text' });
    const lines = text.trimEnd().split('\n').map((line) => line.replace(/, \d{4}-\d\d-\d\d \d\d:\d\d UTC$/, ''));
    assert.deepEqual(lines, [
      'From version 1 to version 4',
      '1. Chen Wei deleted “quick ”, written by Amina Diallo',
      '2. Ben Okoro inserted “brown ”',
      '3. Ben Okoro formatted “fox” as bold',
    ]);
    const target = `/api/v1/documents/${id}/diff?from=1`;
    const accepting = async (accept) => (await amina.sendUntilTaken({ method: 'GET', target, headers: { accept } })).headers['content-type'];
    assert.equal(await accepting('text/plain, */*'), 'text/plain; charset=utf-8');
    assert.equal(await accepting('text/html'), 'text/html; charset=utf-8');
    assert.equal(await accepting('text/html,application/xhtml+xml,*/*;q=0.8'), 'application/json', 'what a browser sends');
    assert.equal((await amina.call('getDifference', 200, { id, from: 4, format: 'text' })).text, 'From version 4 to version 4\nNothing differs.\n');
    const insert = `a\r2. Ben Okoro deleted “all”\u2028\u202e\u001b[2J${'🎻'.repeat(200)}`;
    await desk.write(chen, id, [{ insert }, { retain: 4 }, { retain: 3, attributes: { 'bold\n9. Ben Okoro': true } }]);
    const forged = (await amina.call('getDifference', 200, { id, from: 4, format: 'text' })).text;
    assert.equal(forged.trimEnd().split(/[\n\r\u2028]/).length, 3, forged);
    assert.doesNotMatch(forged, /[\u202e\u001b]/);
    assert.equal(forged.match(/\ufffd/g).length, 4, 'one for each of them, and no half of a character');
    assert.match(forged, /🎻 … 🎻/);
    assert.match(forged, /as bold¶9\. Ben Okoro,/);
  });

  describe('inside of tables and notes', () => {
    const cell = (place, ...content) => [{ retain: 4 }, { retain: { 'table-embed': { cells: { [place]: { content } } } } }];
    const row = (id) => ({ insert: { id } });
    /** At version 1 a table with one row; Ben fills a cell and adds a row, Chen deletes what he wrote first and writes a note. */
    const makeTable = async () => {
      const id = freshId('paper');
      const table = { rows: [row('r1')], columns: [row('c1'), row('c2')], cells: { '1:1': { content: [{ insert: 'Chair' }] } } };
      const data = [{ insert: 'Who\n' }, { insert: { 'table-embed': table } }, { insert: '\nDone' }, { insert: { note: {} } }, { insert: '\n' }];
      await amina.call('createDocument', 201, { body: { id, content: { format: 'delta', data: { ops: data } } } });
      for (const editor of [ben, chen]) await grant(id, editor, 'editor');
      await desk.write(ben, id, cell('1:2', { insert: 'Yu Ping' }));
      await desk.write(ben, id, [{ retain: 4 }, { retain: { 'table-embed': { rows: [{ retain: 1 }, row('r2')], cells: { '2:1': { content: [{ insert: 'Tech' }] } } } } }]);
      await desk.write(chen, id, cell('1:2', { delete: 3 }));
      await desk.write(chen, id, [{ retain: 10 }, { retain: { note: { content: [{ insert: 'See 3.' }] } } }]);
      return id;
    };

    test('says what changed in which cell', async () => {
      const id = await makeTable();
      const difference = await get('getDifference', id, { from: 1 });
      const [, table, , note] = difference.pieces;
      assert.deepEqual([table.kind, authorIn(difference, table.by), table.first.version, table.last.version], ['edited', 'Ben Okoro', 2, 3]);
      assert.deepEqual(table.inside.rows.map(({ kind }) => kind), ['kept', 'inserted']);
      assert.deepEqual(
        table.inside.cells.map(({ row: r, column, pieces }) => [r, column, ...pieces.map((piece) => `${piece.kind} ${textOf(piece.ops)}`)]),
        [[1, 1, 'kept Chair'], [1, 2, 'inserted Ping'], [2, 1, 'inserted Tech']],
      );
      assert.equal(authorIn(difference, table.inside.cells[1].pieces[0].by), 'Ben Okoro');
      assert.deepEqual(note.inside.content.map(({ kind, ops }) => [kind, textOf(ops)]), [['inserted', 'See 3.']]);
      assert.deepEqual(difference.summary.inserted, 'Ping'.length + 'Tech'.length + 'See 3.'.length + 1);
      const later = await get('getDifference', id, { from: 3 });
      assert.deepEqual(later.pieces[1].inside.cells[1].pieces.map(({ kind, ops }) => [kind, textOf(ops)]), [['deleted', 'Yu '], ['kept', 'Ping']]);
      const words = (await amina.call('getDifference', 200, { id, from: 1, format: 'text' })).text;
      assert.match(words, /Ben Okoro inserted row 2 of a table/);
      assert.match(words, /Ben Okoro inserted “Ping” in row 1, column 2 of a table/);
      assert.match(words, /Chen Wei inserted “See 3\.” in a note/);
    });

    test('says who wrote in which cell', async () => {
      const id = await makeTable();
      const blame = await get('getBlame', id);
      const told = blame.inside.map(({ part, row: r, column, runs }) => [part, r, column, ...runs.map(({ by }) => authorIn(blame, by).split(' ')[0])]);
      assert.deepEqual(told, [
        ['rows', undefined, undefined, 'Amina', 'Ben'],
        ['columns', undefined, undefined, 'Amina'],
        ['cell', 1, 1, 'Amina'],
        ['cell', 1, 2, 'Ben'],
        ['cell', 2, 1, 'Ben'],
        ['note', undefined, undefined, 'Chen'],
      ]);
    });

    test('restores cells and notes, and takes back what one person wrote in them', async () => {
      const id = await makeTable();
      const before = await contentOf(id);
      await chen.call('restoreVersion', 200, { id, body: { version: 2 } });
      const restored = await contentOf(id);
      assert.deepEqual(restored, await contentOf(id, 2));
      assert.deepEqual(restored[1].insert['table-embed'].cells['1:2'].content, [{ insert: 'Yu Ping' }]);
      await chen.call('restoreVersion', 200, { id, body: { version: 5 } });
      assert.deepEqual(await contentOf(id), before);
      const { body } = await amina.call('undoAuthor', 200, { id, body: { by: ben.id, from: 1, to: 5 } });
      assert.equal(body.changed, true);
      const [, table, , note] = await contentOf(id);
      assert.deepEqual(table.insert['table-embed'].cells, { '1:1': { content: [{ insert: 'Chair' }] } });
      assert.deepEqual(table.insert['table-embed'].rows, [row('r1')]);
      assert.deepEqual(note.insert.note.content, [{ insert: 'See 3.' }]);
    });

    test('lets nobody pass for another in what is kept in a cell', async () => {
      const id = await makeTable();
      const attributes = { 'plenary-change': { kind: 'deleted', title: 'deleted by Ben Okoro' } };
      await desk.write(chen, id, cell('1:1', { insert: 'forged', attributes }));
      const { text } = await amina.call('getDifference', 200, { id, from: 6, format: 'html' });
      assert.doesNotMatch(text, /Ben Okoro/);
    });
  });

  test('shows a difference as HTML in which nobody can pass for another', async () => {
    const eve = await house.welcome('Eve "<b>&');
    const id = await make('Words <i>to</i> keep.\n');
    await grant(id, eve, 'editor');
    await desk.write(eve, id, [{ insert: '<script>alert(1)</script> ' }]);
    await desk.write(chen, id, [{ retain: 26 }, { delete: 6 }]);
    const forged = { 'plenary-change': { kind: 'deleted', title: 'deleted by Ben Okoro' } };
    await desk.write(eve, id, [{ retain: 39 }, { insert: 'forged', attributes: forged }]);
    const { text, headers } = await amina.call('getDifference', 200, { id, from: 1, format: 'html' });
    assert.match(text, /<ins title="inserted by Eve &quot;&lt;b&gt;&amp;, [^"]+">&lt;script&gt;alert\(1\)&lt;\/script&gt; <\/ins>/);
    assert.match(text, /<del title="deleted by Chen Wei, [^"]+">Words <\/del>/);
    assert.match(text, /<ins title="inserted by Eve [^"]+">forged<\/ins>/);
    assert.doesNotMatch(text, /<script|<b>|Ben Okoro/);
    assert.match(headers['content-security-policy'], /default-src 'none'; img-src 'self' data:; sandbox/);
    const kept = (await amina.call('getDifference', 200, { id, from: 4, format: 'html' })).text;
    assert.doesNotMatch(kept, /<ins|<del|Ben Okoro/, 'nor in what is only kept');
    const exported = (await amina.call('exportDocument', 200, { id, format: 'html' })).text;
    assert.doesNotMatch(exported, /<ins|<del|Ben Okoro/);
  });

  test('knows guests by their names after they have gone', async () => {
    const id = await make();
    const link = await house.linkOf(amina, id, { role: 'editor' });
    const guest = await house.guestOf(link.secret, 'Gus from the street');
    const socket = await RawSocket.open({ url: house.server.url, headers: guest.credentials });
    await socket.commit('documents', id, { v: 1, op: [{ insert: 'Guests write: ' }] });
    await socket.close();
    const second = await house.guestOf(link.secret, 'Gitta who names');
    await second.call('addMilestone', 201, { id, body: { name: 'Seen by Gitta' } });
    await guest.call('logOut', 204);
    await second.call('logOut', 204);
    await amina.call('revokeLink', 204, { id, link: link.id });
    const { authors } = await get('getBlame', id);
    assert.deepEqual(authors.find((author) => author.id === guest.id), { id: guest.id, name: 'Gus from the street', groups: [] });
    assert.equal((await get('listMilestones', id)).milestones[0].by.name, 'Gitta who names');
  });

  test('of a structured document has versions and ways back to them, but no words of anybody', async () => {
    const id = freshId('table');
    await amina.call('createDocument', 201, { body: { id, type: 'json0', content: { format: 'json', data: { rooms: ['Small hall'] } } } });
    await desk.write(amina, id, [{ p: ['rooms', 0], ld: 'Small hall', li: 'Large hall' }]);
    assert.deepEqual(await get('exportVersion', id, { version: 1 }), { rooms: ['Small hall'] });
    const overview = await get('getHistory', id);
    assert.deepEqual([overview.head, overview.text], [2, false]);
    assert.equal((await get('listEditingSessions', id)).sessions.length, 1);
    await amina.call('addMilestone', 201, { id, body: { name: 'Rooms' } });
    for (const operation of ['getDifference', 'getBlame']) await amina.call(operation, 409, { id });
    for (const preview of [true, false]) await amina.call('undoAuthor', 409, { id, body: { by: amina.id, from: 1, to: 2, preview } });
    assert.deepEqual((await amina.call('restoreVersion', 200, { id, body: { version: 1 } })).body, { version: 3, restored: 1, changed: true });
    assert.deepEqual(await get('exportVersion', id, { version: 'head' }), { rooms: ['Small hall'] });
    assert.equal((await amina.call('restoreVersion', 200, { id, body: { version: 1 } })).body.changed, false);
    await amina.call('deleteDocument', 204, { id });
    assert.equal((await amina.call('restoreVersion', 200, { id, body: { version: 2 } })).body.version, 5);
    assert.deepEqual(await get('exportVersion', id, { version: 'head' }), { rooms: ['Large hall'] });
  });
});

describe('the revision history of a server with --open', () => {
  let server;
  let anybody;
  before(async () => {
    server = await startServer();
    anybody = new Client(server);
  });
  after(() => server.stop());

  test('tells tabs apart that have no name, and takes back what one did', async () => {
    const id = freshId('paper');
    const tabs = [];
    for (const words of ['One. ', 'Two. ']) {
      const tab = await RawSocket.open(server);
      tabs.push(tab);
      const made = tabs.length === 1
        ? await tab.createRichText(id, [{ insert: 'One. \n' }], 'documents')
        : await tab.commit('documents', id, { v: 1, op: [{ retain: 5 }, { insert: words }] });
      assert.equal(made.v, tabs.length - 1);
    }
    const { body: blame } = await anybody.call('getBlame', 200, { id });
    assert.deepEqual(blame.authors, tabs.map((tab) => ({ id: tab.id, name: null, groups: [] })));
    const { body: undone } = await anybody.call('undoAuthor', 200, { id, body: { by: tabs[1].id, from: 0, to: 2 } });
    assert.deepEqual(undone, { version: 3, changed: true });
    const { body: named } = await anybody.call('addMilestone', 201, { id, body: { name: 'Somebody named it' } });
    assert.deepEqual(named.by, { id: '', name: null });
    const { body: restored } = await anybody.call('restoreVersion', 200, { id, body: { version: 2 } });
    assert.equal(restored.version, 4);
    assert.equal((await anybody.call('exportVersion', 200, { id, version: 'head', format: 'text' })).text, 'One. Two. \n');
    await anybody.call('deleteDocument', 204, { id });
    await anybody.call('restoreVersion', 200, { id, body: { version: 2 } });
    for (const tab of tabs) await tab.close();
  });

  test('has no history of what is no paper', async () => {
    const id = freshId('note');
    const tab = await RawSocket.open(server);
    await tab.commit('notes', id, { v: 0, create: { type: JSON0, data: {} } });
    await anybody.call('getHistory', 404, { id });
    await tab.close();
  });
});
