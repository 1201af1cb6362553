// Pictures of a paper over HTTP: added, read, listed, refused.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { freshId, RawSocket } from '../stock/support/raw.mjs';
import { openServer } from './support/open.mjs';
import { hashOf, png, svg } from './support/pictures.mjs';

const MIB = 1 << 20;

describe('the pictures of a paper', () => {
  const on = openServer();

  async function make() {
    const id = freshId('pictures');
    await on.client.call('createDocument', 201, { body: { id } });
    return id;
  }
  const add = (id, bytes, status = 201, type = 'image/png') => on.client.call('addPicture', status, { id, file: { type, bytes } });
  const read = (id, picture, status = 200, more = {}) => on.client.call('readPicture', status, { id, picture, ...more });

  test('come back byte for byte, under the hash of their bytes', async () => {
    const id = await make();
    const bytes = png({ width: 30, height: 20 });
    const { body } = await add(id, bytes);
    const picture = hashOf(bytes);
    assert.deepEqual(body, { picture, address: `pictures/${picture}`, type: 'image/png', width: 30, height: 20, bytes: bytes.length });
    const answer = await read(id, picture);
    assert.ok(answer.bytes.equals(bytes));
    assert.equal(answer.headers['content-type'], 'image/png');
    assert.equal(answer.headers['content-security-policy'], "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    assert.equal(answer.headers['content-disposition'], 'inline; filename="picture.png"');
    assert.equal(answer.headers['cache-control'], 'private, no-cache');
    assert.equal(answer.headers.etag, `"${picture}"`);
    const again = await read(id, picture, 304, { 'If-None-Match': `"${picture}"` });
    assert.equal(again.bytes.length, 0);
    const head = await on.client.send({ method: 'HEAD', target: `/api/v1/documents/${id}/pictures/${picture}` });
    assert.deepEqual([head.status, head.headers['content-length'], head.bytes.length], [200, String(bytes.length), 0]);
  });

  test('a large one goes in and out', async () => {
    const id = await make();
    const bytes = png({ width: 9, height: 9, noise: 9 * MIB });
    const { body } = await add(id, bytes);
    assert.ok((await read(id, body.picture)).bytes.equals(bytes));
  });

  test('what a camera or a program wrote into it does not come back', async () => {
    const id = await make();
    const { body } = await add(id, png({ width: 5, height: 5, words: 'at home, 50.1 N 8.7 E' }));
    assert.equal(body.picture, hashOf(png({ width: 5, height: 5 })));
    const { bytes } = await read(id, body.picture);
    assert.ok(!bytes.includes('at home'));
  });

  test('the type is what the bytes say', async () => {
    const id = await make();
    const { body } = await add(id, svg(), 201, 'image/png');
    assert.deepEqual([body.type, body.width, body.height], ['image/svg+xml', 4, 3]);
    const { headers } = await read(id, body.picture);
    assert.equal(headers['content-type'], 'image/svg+xml');
    assert.match(headers['content-security-policy'], /default-src 'none'.*sandbox/);
  });

  test('one that a paper has is taken again, and each paper has its own', async () => {
    const [first, second] = [await make(), await make()];
    const bytes = png({ width: 6, height: 7 });
    const { body } = await add(first, bytes);
    assert.deepEqual((await add(first, bytes, 200)).body, body);
    await read(second, body.picture, 404);
    await add(second, bytes, 201);
    await read(second, body.picture);
    assert.equal((await on.client.call('listPictures', 200, { id: first })).body.pictures.length, 1);
  });

  test('are listed in the order in which they came', async () => {
    const id = await make();
    const names = [];
    for (let seed = 0; seed < 3; seed++) names.push((await add(id, png({ width: 8, height: 8, seed }))).body.picture);
    await on.client.call('addScreenCopy', 204, { id, picture: names[1], file: { type: 'image/png', bytes: png({ width: 4, height: 4 }) } });
    const { body } = await on.client.call('listPictures', 200, { id });
    assert.deepEqual(body.pictures.map(({ picture, screen, added_by: by }) => [picture, screen, by]), names.map((name, i) => [name, i === 1, null]));
  });

  test('what cannot be shown is refused in words', async () => {
    const id = await make();
    const refusals = [
      [415, Buffer.from('words'), /PNG, JPEG, WebP, GIF and SVG/],
      [415, Buffer.from('<html><svg/></html>'), /PNG, JPEG/],
      [422, png({ width: 4, height: 4 }).subarray(0, 40), /damaged/],
      [422, png({ width: 4, height: 4, claimed: { width: 10_000, height: 5_001 } }), /10000 by 5001 pixels.*50 million/],
      [422, png({ width: 4, height: 4, claimed: { width: 0, height: 5 } }), /damaged/],
    ];
    for (const [status, bytes, words] of refusals) assert.match((await add(id, bytes, status)).body.detail, words);
    await add(id, png({ width: 4, height: 4, claimed: { width: 10_000, height: 5_000 } }));
    assert.match((await add(id, png({ width: 4, height: 4 }), 415, 'application/octet-stream')).body.detail, /Content-Type/);
    await add(id, Buffer.alloc(10 * MIB + 1), 413);
    await add(freshId('none'), png({ width: 4, height: 4 }), 404);
    await read(id, '0'.repeat(64), 404);
    await read(id, 'something', 404);
  });

  test('a paper has up to 500 of them', async () => {
    const id = await make();
    for (let seed = 0; seed < 500; seed++) await add(id, png({ width: 3, height: 3, seed }));
    assert.match((await add(id, png({ width: 3, height: 3, seed: 500 }), 409)).body.detail, /500/);
    await add(id, png({ width: 3, height: 3, seed: 7 }), 200);
  });

  test('a paper has up to 256 MiB of them', async () => {
    const id = await make();
    const noise = 9 * MIB;
    for (let seed = 1000; seed < 1028; seed++) await add(id, png({ width: 3, height: 3, seed, noise }));
    assert.match((await add(id, png({ width: 3, height: 3, seed: 1028, noise }), 409)).body.detail, /256 MiB/);
    await add(id, png({ width: 3, height: 3, seed: 1028 }));
  });

  describe('in files', () => {
    const held = (bytes, type = 'image/png') => `data:${type};base64,${bytes.toString('base64')}`;

    async function imported(data, format = 'markdown') {
      const id = freshId('pictures');
      const { body } = await on.client.call('createDocument', 201, { body: { id, content: { format, data } } });
      return { id, changes: body.changes ?? [] };
    }
    const exported = async (id, format, more = {}, operation = 'exportDocument') => (await on.client.call(operation, 200, { id, format, ...more })).body;
    const namesIn = async (id) => (await on.client.call('listPictures', 200, { id })).body.pictures.map(({ picture }) => picture);

    test('go out by their addresses, which lead to them', async () => {
      const id = await make();
      const { body } = await add(id, png({ width: 12, height: 8 }));
      const insert = { image: body.address };
      const copy = freshId('pictures');
      const data = { ops: [{ insert, attributes: { alt: 'A map', width: '12', height: '8' } }, { insert: ' Where it is\n' }] };
      await on.client.call('createDocument', 201, { body: { id: copy, content: { format: 'delta', data } } });
      assert.equal(await exported(copy, 'markdown'), `![A map](${body.address}){width=12 height=8} Where it is\n`);
      assert.equal(await exported(copy, 'text'), '[Picture: A map] Where it is\n');
      const img = (base) => `<figure dir="auto"><img src="${base}${body.address}" alt="A map" width="12" height="8"><figcaption> Where it is</figcaption></figure>`;
      assert.ok((await exported(copy, 'html')).includes(img('')));
      assert.ok((await exported(copy, 'html', { version: 1 }, 'exportVersion')).includes(img('../')), 'a version lies one step further down');
    });

    test('come in with a file that holds them, in tables and notes too', async () => {
      const [first, second, third] = [0, 1, 2].map((seed) => png({ width: 10, height: 5, seed }));
      const markdown = `![A map](${held(first)}) Where\n\n| A |\n| --- |\n| ![](${held(second)}) |\n\nx[^1]\n\n[^1]: ![n][p]\n\n[p]: <${held(third)}>\n`;
      const { id, changes } = await imported(markdown);
      assert.deepEqual(changes, []);
      assert.deepEqual(new Set(await namesIn(id)), new Set([first, second, third].map(hashOf)));
      const out = await exported(id, 'markdown');
      assert.ok(out.includes(`![A map](pictures/${hashOf(first)}){width=10 height=5} Where`), out);
      assert.ok(!out.includes('data:'));
    });

    test('an SVG may be held as words', async () => {
      const { id, changes } = await imported(`![d](data:image/svg+xml,${encodeURIComponent(svg().toString())})`);
      assert.deepEqual(changes, []);
      assert.deepEqual(await namesIn(id), [hashOf(svg())]);
    });

    test('those that cannot be taken are words, and that is said', async () => {
      const { id, changes } = await imported(`![A map](${held(Buffer.from('nothing'))}) and ![](${held(Buffer.from('void'))})\n`);
      assert.deepEqual(changes, ['2 pictures could not be taken: their descriptions stand in their places.']);
      assert.equal(await exported(id, 'text'), '[Picture: A map] and [Picture]\n');
      assert.deepEqual(await namesIn(id), []);
    });

    for (const format of ['markdown', 'html']) {
      test(`a file of ${format} can hold its pictures`, async () => {
        const bytes = png({ width: 10, height: 5, seed: 3 });
        const { id } = await imported(`![A map](${held(bytes)})\n`);
        assert.ok((await exported(id, format, { pictures: 'inline' })).includes(held(bytes)));
        assert.ok(!(await exported(id, format)).includes('data:'));
      });
    }

    for (const format of ['markdown', 'html']) {
      test(`a file of ${format} that holds its pictures makes the same paper elsewhere`, async () => {
        const bytes = png({ width: 10, height: 5, seed: 4 });
        const { id } = await imported(`![A map](${held(bytes)}) Words\n`);
        const again = await imported(await exported(id, format, { pictures: 'inline' }), format);
        assert.equal(await exported(again.id, 'delta').then(JSON.stringify), await exported(id, 'delta').then(JSON.stringify));
        assert.deepEqual(await namesIn(again.id), await namesIn(id));
      });
    }

    test('other wishes than inline are refused', async () => {
      const id = await make();
      const { status } = await on.client.send({ target: `/api/v1/documents/${id}/content?format=html&pictures=outline` });
      assert.equal(status, 400);
    });

    test('the history shows pictures that are no longer in the text', async () => {
      const { id } = await imported(`![A map](${held(png({ width: 10, height: 5, seed: 5 }))})\n`);
      const [name] = await namesIn(id);
      const socket = await RawSocket.open(on.server);
      await socket.commit('documents', id, { v: 1, op: [{ delete: 1 }] });
      await socket.close();
      const html = (await on.client.call('getDifference', 200, { id, from: 1, to: 2, format: 'html' })).body;
      assert.match(html, /<del [^>]*><img src="pictures\/[0-9a-f]{64}" alt="A map"/);
      const words = (await on.client.call('getDifference', 200, { id, from: 1, to: 2, format: 'text' })).body;
      assert.match(words, /deleted “\[Picture: A map\]/);
      await on.client.call('deleteDocument', 204, { id });
      await read(id, name);
    });
  });

  describe('smaller copies for screens', () => {
    const wide = () => png({ width: 3000, height: 1000, noise: 3 * MIB });

    test('are given to those who ask for them', async () => {
      const id = await make();
      const { body } = await add(id, wide());
      const put = (bytes, status) => on.client.call('addScreenCopy', status, { id, picture: body.picture, file: { type: 'image/png', bytes } });
      assert.equal((await read(id, body.picture, 200, { for: 'screen' })).headers.etag, `"${body.picture}"`, 'the picture, while there is none');
      const copy = png({ width: 1600, height: 533 });
      await put(copy, 204);
      await put(png({ width: 1500, height: 500 }), 204);
      const answer = await read(id, body.picture, 200, { for: 'screen' });
      assert.ok(answer.bytes.equals(copy), 'the first one stays');
      assert.equal(answer.headers.etag, `"${hashOf(copy)}"`);
      assert.ok((await read(id, body.picture)).bytes.equals(wide()));
      await read(id, hashOf(copy), 404);
    });

    test('that are none are refused', async () => {
      const id = await make();
      const { body } = await add(id, wide());
      const put = (bytes, status, picture = body.picture) => on.client.call('addScreenCopy', status, { id, picture, file: { type: 'image/png', bytes } });
      await put(png({ width: 1601, height: 534 }), 422);
      await put(png({ width: 1600, height: 540 }), 422);
      await put(svg('width="300" height="100"'), 415);
      await put(Buffer.alloc(2 * MIB + 1), 413);
      await put(png({ width: 300, height: 100 }), 404, '0'.repeat(64));
      const small = await add(id, png({ width: 30, height: 10, seed: 5 }));
      await put(png({ width: 30, height: 10, seed: 6, noise: 1000 }), 422, small.body.picture);
      await put(png({ width: 300, height: 100 }), 204);
    });
  });
});
