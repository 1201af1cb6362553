// Pictures in the text, without a page: what is one, what can be said of it, and what becomes of other programs' content.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fitFormats } from '../../../clients/web/src/editor/pictures/fit-formats.ts';
import { withoutLater } from '../../../clients/web/src/editor/pictures/pasted-picture.ts';
import { blocksOf, isFigure } from '../../../clients/web/src/history/blocks.ts';
import { formatsInWords } from '../../../clients/web/src/history/tell.ts';
import { toDocument, toView } from '../../../clients/web/src/text/border.ts';
import { Delta, deltaOf } from '../../../clients/web/src/text/delta.ts';
import { fitted, hashIn, opOf, pictureOf } from '../../../clients/web/src/text/pictures.ts';

const kHash = 'ab01'.repeat(16);
const kPicture = { image: `pictures/${kHash}` };

describe('what is a picture of the paper', () => {
  const cases: readonly (readonly [unknown, string | null])[] = [
    [kPicture, kHash],
    [{ image: `pictures/${kHash}`, more: 1 }, null],
    [{ image: `pictures/${kHash.toUpperCase()}` }, null],
    [{ image: `pictures/${kHash.slice(1)}` }, null],
    [{ image: `/pictures/${kHash}` }, null],
    [{ image: `pictures/${kHash}\n` }, null],
    [{ image: 'https://example.org/a.png' }, null],
    [{ image: 'data:image/png;base64,AAAA' }, null],
    [{ image: 7 }, null],
    [{ image: null }, null],
    ['words', null],
    [null, null],
  ];
  for (const [insert, hash] of cases) test(JSON.stringify(insert), () => assert.equal(hashIn(insert), hash));

  test('all other pictures go out as they came in', () => {
    const ops = cases.flatMap(([insert]) => (typeof insert === 'object' && insert !== null ? [{ insert: insert as Record<string, unknown> }] : []));
    assert.deepEqual(toDocument(toView(ops)), ops);
    assert.deepEqual(toView([{ insert: kPicture }]), [{ insert: kPicture }]);
  });

  test('a place that shows no pictures keeps them, too', () => {
    const ops = [{ insert: kPicture }];
    assert.deepEqual(Object.keys(toView(ops, false)[0]?.insert as object), ['unknown']);
    assert.deepEqual(toDocument(toView(ops, false)), ops);
  });
});

describe('what is said of a picture', () => {
  test('no description, an empty one and one are three things', () => {
    for (const alt of [undefined, '', 'A map']) {
      const op = { insert: kPicture, ...(alt === undefined ? {} : { attributes: { alt } }) };
      assert.equal(pictureOf(op)?.alt, alt ?? null);
      assert.deepEqual(opOf(pictureOf(op) as never), op);
    }
  });

  test('sizes are whole numbers as texts; everything else is none', () => {
    const widths = ['640', 640, '0', '-1', '1.5', '1e3', '123456', 'wide', null, {}].map((width) => pictureOf({ insert: kPicture, attributes: { width } })?.width);
    assert.deepEqual(widths, [640, 640, null, null, null, null, null, null, null, null]);
  });

  test('is shown on pictures only', () => {
    const attributes = { alt: 'x', width: '1', bold: true };
    assert.deepEqual(toView([{ insert: 'words', attributes }]), [{ insert: 'words', attributes: { bold: true } }]);
    assert.deepEqual(toView([{ insert: kPicture, attributes }]), [{ insert: kPicture, attributes }]);
    const contents = deltaOf([{ insert: 'ab' }, { insert: kPicture }, { insert: 'cd\n' }]);
    const change = new Delta().retain(1).retain(3, { ...attributes }).insert('x').delete(1);
    const fit = fitFormats(change, (from, length) => contents.slice(from, from + length).ops);
    assert.deepEqual(fit.ops, [{ retain: 1 }, { retain: 1, attributes: { bold: true } }, { retain: 1, attributes }, { retain: 1, attributes: { bold: true } }, { insert: 'x' }, { delete: 1 }]);
    const plain = new Delta().retain(1, { bold: true });
    assert.equal(fitFormats(plain, () => assert.fail('nothing is looked up')), plain);
  });

  test('a picture is made narrower in its proportions, and never wider', () => {
    assert.deepEqual(fitted({ width: 1200, height: 601 }, 600), { width: 600, height: 301 });
    assert.deepEqual(fitted({ width: 120, height: 60 }, 600), { width: 120, height: 60 });
    assert.deepEqual(fitted({ width: 9000, height: 1 }, 600), { width: 600, height: 1 });
  });
});

test('pictures that are stored later leave their places', () => {
  const { insert, later } = withoutLater([{ insert: 'ab' }, { insert: { 'picture-later': 0 } }, { insert: 'c' }, { insert: { 'picture-later': 1 } }, { insert: '\n' }]);
  assert.deepEqual(insert.ops, [{ insert: 'abc\n' }]);
  assert.deepEqual(later, [{ at: 2, id: 0 }, { at: 3, id: 1 }]);
});

test('the history knows a figure by its first picture, and says what was said of one', () => {
  const lines = [{ insert: kPicture, attributes: { alt: 'A map' } }, { insert: ' A caption\nWords ' }, { insert: kPicture }, { insert: '\n' }, { insert: kPicture }, { insert: '\n', attributes: { header: 1 } }];
  const blocks = blocksOf([{ kind: 'kept', ops: toView(lines) }], [null]);
  assert.deepEqual(blocks.map(isFigure), [true, false, false]);
  assert.equal(blocks[0]?.segments[0]?.runs[0]?.picture?.alt, 'A map');
  assert.equal(formatsInWords({ width: '100', height: '50' }, { width: '200', height: '100' }), 'given another size');
  assert.equal(formatsInWords({}, { alt: 'A map' }), 'described as “A map”');
  assert.equal(formatsInWords({}, { alt: '' }), 'marked as decorative');
});
