// Templates: papers that others are made from, and the settings that go with them.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { freshId, RawSocket } from '../stock/support/raw.mjs';
import { openServer } from './support/open.mjs';
import { png } from './support/pictures.mjs';

const HEADING = { header: 2, frozen: true, required: true, 'words-max': 3 };
const lines = (...ids) => ids.map((id) => ({ insert: { id }, attributes: { name: id } }));
const TABLE = { 'table-embed': { rows: [{ insert: { id: 'r' } }], columns: lines('Speaker', 'Organisation'), cells: { '1:1': { content: [{ insert: 'N.N.' }] } } } };
const CONTENT = [
  { insert: 'Aims' },
  { insert: '\n', attributes: HEADING },
  { insert: '\n', attributes: { prompt: 'What should be different?' } },
  { insert: TABLE, attributes: { frozen: true } },
  { insert: 'Said' },
  { insert: { note: { content: [{ insert: 'in May' }] } } },
  { insert: '\n' },
];
const SETTINGS = { template: false, about: '', frozen: false, from_template: null, words_max: null, pages_max: null };
const settingsOf = ({ template, about, frozen, from_template, words_max, pages_max }) => ({ template, about, frozen, from_template, words_max, pages_max });

describe('templates', () => {
  const on = openServer();

  async function make(more = {}) {
    const body = { id: freshId('template'), title: 'Plan', content: { format: 'delta', data: CONTENT }, ...more };
    return (await on.client.call('createDocument', 201, { body })).body;
  }
  const change = async (id, body, status = 200) => (await on.client.call('renameDocument', status, { id, body })).body;
  const from = async (id, more = {}, status = 201) => (await on.client.call('createDocument', status, { body: { from: id, ...more } })).body;
  const contentOf = async (id) => (await on.client.call('exportDocument', 200, { id })).body.ops;
  async function edit(id, op) {
    const { version } = (await on.client.call('readDocument', 200, { id })).body;
    const socket = await RawSocket.open(on.server);
    await socket.commit('documents', id, { v: version, op });
    socket.close();
  }
  const listed = async () => (await on.client.call('listTemplates', 200)).body.templates;

  test('a page of HTML holds what a template says of its lines', async () => {
    const { id } = await make();
    const page = (await on.client.call('exportDocument', 200, { id, format: 'html' })).body;
    assert.ok(page.includes('data-frozen="true" data-required="true" data-words-max="3"'), page);
    const again = (await on.client.call('createDocument', 201, { body: { content: { format: 'html', data: page } } })).body;
    assert.equal(again.title, 'Plan');
    assert.deepEqual(await contentOf(again.id), await contentOf(id));
  });

  test('a paper has no settings until its owner gives it some', async () => {
    const { id } = await make();
    assert.deepEqual(settingsOf((await on.client.call('readDocument', 200, { id })).body), SETTINGS);
    const changed = await change(id, { template: true, words_max: 1200, pages_max: 4 });
    assert.deepEqual(settingsOf(changed), { ...SETTINGS, template: true, words_max: 1200, pages_max: 4 });
    assert.equal(changed.title, 'Plan');
    assert.deepEqual(settingsOf(await change(id, { words_max: null })), { ...SETTINGS, template: true, pages_max: 4 });
    assert.equal((await change(id, { title: 'Other' })).template, true);
  });

  test('settings that make no sense are refused', async () => {
    const { id } = await make();
    for (const body of [{}, { words_max: 0 }, { pages_max: 'two' }, { template: 'yes' }, { from_template: id }, { about: 7 }, { about: 'Two\nlines' }, { about: 'a'.repeat(301) }]) {
      const { status } = await on.client.send({ method: 'PATCH', target: `/api/v1/documents/${id}`, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
      assert.equal(status, 400, JSON.stringify(body));
    }
  });

  test('a paper made from another has the pictures that stand in it, and no others', async () => {
    const { id } = await make();
    const addTo = async (paper, bytes) => (await on.client.call('addPicture', 201, { id: paper, file: { type: 'image/png', bytes } })).body;
    const shown = await addTo(id, png({ width: 8, height: 6 }));
    await addTo(id, png({ width: 9, height: 6 }));
    const noted = await addTo(id, png({ width: 10, height: 6 }));
    const note = { note: { content: [{ insert: { image: noted.address } }] } };
    await edit(id, [{ insert: { image: shown.address }, attributes: { alt: 'A map' } }, { insert: { image: `pictures/${'0'.repeat(64)}` } }, { insert: note }]);
    const made = await from(id);
    const { pictures } = (await on.client.call('listPictures', 200, { id: made.id })).body;
    assert.deepEqual(new Set(pictures.map(({ picture }) => picture)), new Set([shown.picture, noted.picture]));
    assert.ok((await on.client.call('readPicture', 200, { id: made.id, picture: shown.picture })).bytes.equals(png({ width: 8, height: 6 })));
  });

  test('a paper that exists gets no pictures from a request to make it', async () => {
    const { id } = await make();
    const { id: source } = await make();
    const { address } = (await on.client.call('addPicture', 201, { id: source, file: { type: 'image/png', bytes: png({ width: 8, height: 6 }) } })).body;
    await edit(source, [{ insert: { image: address } }]);
    await from(source, { id }, 409);
    const data = `![](data:image/png;base64,${png({ width: 7, height: 6 }).toString('base64')})`;
    await on.client.call('createDocument', 409, { body: { id, title: 'Again', content: { format: 'markdown', data } } });
    assert.deepEqual((await on.client.call('listPictures', 200, { id })).body.pictures, []);
  });

  test('a paper made from a template has its content and limits, and its frozen parts hold', async () => {
    const { id } = await make();
    await change(id, { template: true, about: 'For reports of a workshop', words_max: 300 });
    await on.client.call('startThread', 201, { id, body: { comment: 'About the template', anchor: { version: 1, index: 0, length: 4 } } });
    const made = await from(id);
    assert.equal(made.title, 'Plan');
    assert.equal(made.version, 1);
    assert.deepEqual(settingsOf(made), { ...SETTINGS, frozen: true, from_template: id, words_max: 300 });
    assert.deepEqual(await contentOf(made.id), await contentOf(id));
    assert.deepEqual((await on.client.call('listThreads', 200, { id: made.id })).body.threads, []);
    await on.client.call('deleteDocument', 204, { id });
    assert.deepEqual(await contentOf(made.id), CONTENT, 'it does not need its template any more');
    await from(id, {}, 404);
  });

  test('a copy of another paper is a plain copy', async () => {
    const { id } = await make();
    await change(id, { frozen: true, pages_max: 2 });
    const copy = await from(id, { title: 'Copy', id: freshId('copy') });
    assert.equal(copy.title, 'Copy');
    assert.deepEqual(settingsOf(copy), { ...SETTINGS, pages_max: 2 });
  });

  test('what is made from nothing, or from what is no text, is refused', async () => {
    await from('nothing-there', {}, 404);
    await from('plenary:nothing', {}, 404);
    await from('../etc', {}, 404);
    const { body: data } = await on.client.call('createDocument', 201, { body: { type: 'json0', content: { format: 'json', data: {} } } });
    await from(data.id, {}, 400);
  });

  test('the list has the built-in templates, and papers that are templates', async () => {
    const { id } = await make({ title: 'Workshop report' });
    assert.equal((await listed()).some((one) => one.id === id), false);
    await change(id, { template: true, about: ' For reports of a workshop ', pages_max: 2 });
    const templates = await listed();
    assert.deepEqual(templates.slice(0, 2).map((one) => [one.id, one.built_in]), [['plenary:session-plan', true], ['plenary:one-page-contribution', true]]);
    assert.deepEqual(templates.find((one) => one.id === id), { id, title: 'Workshop report', about: 'For reports of a workshop', built_in: false, words_max: null, pages_max: 2 });
    await change(id, { template: false });
    const { body: data } = await on.client.call('createDocument', 201, { body: { type: 'json0', content: { format: 'json', data: {} } } });
    await change(data.id, { template: true });
    assert.equal((await listed()).some((one) => [id, data.id].includes(one.id)), false, 'nothing can be made from them');
  });

  test('a restore that would change frozen parts is refused, and others are made', async () => {
    const { id } = await make();
    const append = (text) => edit(id, [{ retain: 17 }, { insert: text }]);
    await edit(id, [{ retain: 4 }, { insert: ' and means' }]); // version 2
    await change(id, { frozen: true });
    const refused = await on.client.call('restoreVersion', 409, { id, body: { version: 1 } });
    assert.match(refused.body.detail, /belong to the template/);
    await append('written later'); // version 3
    assert.equal((await on.client.call('restoreVersion', 200, { id, body: { version: 2 } })).body.changed, true);
    const { body: { authors } } = await on.client.call('getBlame', 200, { id });
    const undo = { by: authors[1].id, from: 1, to: 2 }; // whoever wrote at version 1
    assert.match((await on.client.call('undoAuthor', 409, { id, body: undo })).body.detail, /belong to the template/);
    await change(id, { frozen: false });
    assert.equal((await on.client.call('restoreVersion', 200, { id, body: { version: 1 } })).body.changed, true);
  });

  test('completeness tells words, pages, what is missing and what is over', async () => {
    const { id } = await make();
    await change(id, { words_max: 100, pages_max: 2 });
    const of = async () => (await on.client.call('readCompleteness', 200, { id })).body;
    assert.deepEqual(await of(), {
      version: 1, words: 4, words_max: 100, pages: 0.3, pages_max: 2, missing: [], over: ['Aims'],
      parts: [{ title: 'Aims', words: 4, words_max: 3, required: true, missing: false, over: true }],
    });
    const { id: empty } = await from('plenary:one-page-contribution');
    const { words, missing } = (await on.client.call('readCompleteness', 200, { id: empty })).body;
    assert.equal(words, 0);
    assert.deepEqual(missing, ['The group', 'Issue area', 'Policy questions', 'How the group’s work addresses them']);
    const { body: data } = await on.client.call('createDocument', 201, { body: { type: 'json0', content: { format: 'json', data: {} } } });
    await on.client.call('readCompleteness', 400, { id: data.id });
  });

  test('every built-in template makes a paper', async () => {
    for (const { id, title, words_max, pages_max } of (await listed()).filter((one) => one.built_in)) {
      const made = await from(id);
      assert.equal(made.title, title);
      assert.deepEqual(settingsOf(made), { ...SETTINGS, frozen: true, from_template: id, words_max, pages_max });
      const content = await contentOf(made.id);
      assert.ok(content.some(({ attributes }) => attributes?.required && attributes.frozen), 'required parts');
      assert.ok(content.some(({ attributes }) => attributes?.prompt), 'prompts');
      assert.ok(content.some(({ insert, attributes }) => insert['table-embed'] && attributes.frozen), 'tables with frozen columns');
    }
  });
});
