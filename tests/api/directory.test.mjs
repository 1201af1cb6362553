// Data directories: one that an earlier program made is read with everything in it, and all are closed to other users.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { RawSocket } from '../stock/support/raw.mjs';
import { plenarydPath, repository } from '../stock/support/server.mjs';
import { House, PASSWORD } from './support/house.mjs';
import { GROUP, GUEST, GUEST_CLIENT, LINK_LABEL, MILESTONE, PAPERS, PEOPLE, ROW, THREADS } from './support/old_directory.mjs';

const run = promisify(execFile);
const plenary = path.join(path.dirname(plenarydPath), 'plenary');

/** Everything in a directory, and itself, that somebody else than its owner may use. */
function openToOthers(directory) {
  const all = [directory, ...readdirSync(directory, { recursive: true }).map((name) => path.join(directory, name))];
  return all.filter((name) => (statSync(name).mode & 0o077) !== 0);
}

describe('a data directory of November 2026', () => {
  let place;
  let house;
  let owner;
  before(async () => {
    place = mkdtempSync(path.join(tmpdir(), 'plenary-old-'));
    cpSync(path.join(repository, 'tests/data/storage/directory-1'), path.join(place, 'data'), { recursive: true });
    house = await House.open({ dataDir: path.join(place, 'data') });
    owner = await logIn(PEOPLE.owner);
  });
  after(async () => {
    await house.close();
    rmSync(place, { recursive: true, force: true });
  });

  const emailOf = (name) => `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@example.org`;
  async function logIn(name) {
    const person = house.nobody();
    const { body } = await person.call('logIn', 200, { body: { email: emailOf(name), password: PASSWORD } });
    return Object.assign(person, { id: body.id });
  }

  test('lets everybody in again', async () => {
    for (const name of Object.values(PEOPLE)) {
      const person = await logIn(name);
      assert.equal((await person.call('readMe', 200)).body.name, name);
    }
    const administrator = house.nobody();
    await administrator.call('logIn', 200, { body: { email: 'ada@example.org', password: PASSWORD } });
    assert.deepEqual((await administrator.call('listGroups', 200)).body.groups.map(({ name }) => name), [GROUP]);
  });

  test('has all papers with their titles, words and history', async () => {
    const { body } = await owner.call('listDocuments', 200);
    assert.deepEqual(Object.fromEntries(body.documents.map(({ id, title }) => [id, title])),
      Object.fromEntries(Object.entries(PAPERS).map(([id, { title }]) => [id, title])));
    for (const [id, { text }] of Object.entries(PAPERS)) {
      const { text: exported } = await owner.call('exportDocument', 200, { id, format: 'text' });
      assert.equal(exported, text);
    }
    assert.deepEqual((await owner.call('listMilestones', 200, { id: 'dc' })).body.milestones.map(({ name }) => name), [MILESTONE]);
    const { body: blame } = await owner.call('listEditingSessions', 200, { id: 'dc' });
    assert.ok(JSON.stringify(blame).includes(GUEST), 'the name of the guest who edited');
  });

  test('has all discussions of each paper, and what was read of them', async () => {
    for (const [id, threads] of Object.entries(THREADS)) {
      const { body } = await owner.call('listThreads', 200, { id });
      assert.deepEqual(body.threads.map(({ comments }) => comments.map(({ text }) => text)), threads);
    }
    const commenter = await logIn(PEOPLE.commenter);
    const { body } = await commenter.call('listThreads', 200, { id: 'dc', unread: 'true' });
    assert.deepEqual(body.threads, []);
  });

  test('has the table beside a paper, apart from the paper of the same name', async () => {
    const socket = await RawSocket.open({ ...house.server, headers: owner.credentials });
    assert.deepEqual((await socket.ask({ a: 'f', c: 'records', d: 'x.y', v: null })).data.data, ROW);
    socket.send({ a: 'threads', c: 'records', d: 'x.y', from: 0 });
    const frames = await socket.settle();
    assert.ok(!JSON.stringify(frames).includes('started'), 'events of the paper x.y');
    await socket.close();
  });

  test('has links and the audit of each paper, and keeps client ids for whom they belong to', async () => {
    const { body: access } = await owner.call('readAccess', 200, { id: 'dc' });
    assert.deepEqual(access.links.map(({ label }) => label), [LINK_LABEL]);
    const whats = async (id) => (await owner.call('readDocumentAudit', 200, { id })).body.entries.map(({ what }) => what);
    assert.ok((await whats('dc')).includes('link.make'));
    assert.ok((await whats('dc')).includes('document.create'));
    assert.ok(!(await whats('x')).includes('link.make'));
    const socket = await RawSocket.open({ ...house.server, headers: owner.credentials });
    socket.send({ a: 'hs', id: GUEST_CLIENT, protocol: 1, protocolMinor: 2 });
    assert.ok((await socket.next()).error, 'the client id of somebody else');
    await socket.close();
  });

  test('is closed to other users of the machine', () => {
    assert.deepEqual(openToOthers(path.join(place, 'data')), []);
  });

  test('is whole', async () => {
    const copy = path.join(place, 'copy');
    await run(plenary, ['backup', '--data-dir', path.join(place, 'data'), '--to', copy]);
    assert.deepEqual(openToOthers(copy), []);
    await run(plenary, ['check', '--data-dir', copy]);
  });
});

describe('a data directory that others may look into', () => {
  test('is closed to them at the start, which the journal says', async () => {
    const place = mkdtempSync(path.join(tmpdir(), 'plenary-wide-'));
    const data = path.join(place, 'data');
    const first = await House.open({ dataDir: data });
    await first.close();
    assert.deepEqual(openToOthers(data), [], 'a new one');
    for (const name of readdirSync(data, { recursive: true })) {
      const file = path.join(data, name);
      chmodSync(file, statSync(file).isDirectory() ? 0o755 : 0o644);
    }
    chmodSync(data, 0o755);
    const second = await House.open({ dataDir: data });
    assert.deepEqual(openToOthers(data), []);
    assert.ok(second.server.output.some((line) => line.includes('data_dir_closed_to_others')), second.server.output.join('\n'));
    await second.close();
    rmSync(place, { recursive: true, force: true });
  });
});
