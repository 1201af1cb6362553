import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { textOfFile, textOfPage } from '../../../clients/web/src/text/file-text.ts';
import { documentFrom } from '../../../clients/web/src/pages/home-model.ts';

describe('files to import', () => {
  const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

  test('UTF-8 and UTF-16 are read by their marks', () => {
    assert.deepEqual(textOfFile(utf8('Café\r\n')), { text: 'Café\r\n' });
    assert.deepEqual(textOfFile(utf8('\ufeff# Café')), { text: '# Café' });
    assert.deepEqual(textOfFile(bytes(0xff, 0xfe, 0x16, 0x04, 0x0a, 0, 0x3d, 0xd8, 0x4d, 0xdc)), { text: 'Ж\n👍' });
    assert.deepEqual(textOfFile(bytes(0xfe, 0xff, 0x04, 0x16)), { text: 'Ж' });
  });

  test('other bytes are refused where the first of them stands', () => {
    const refused = (line: number, byte: number, value: number): object => ({ unread: { kind: 'encoding', line, byte, value } });
    assert.deepEqual(textOfFile(bytes(...utf8('first\nr'), 0xe9, ...utf8('sum'))), refused(2, 2, 0xe9));
    assert.deepEqual(textOfFile(bytes(0xcf, 0xf0, 0xe0, 0xe2)), refused(1, 1, 0xcf));
    assert.deepEqual(textOfFile(bytes(...utf8('é'), 0xc3)), refused(1, 3, 0xc3));
    assert.deepEqual(textOfFile(bytes(0xed, 0xa0, 0x80)), refused(1, 1, 0xed));
    assert.deepEqual(textOfFile(bytes(0x61, 0x0a, 0)), { unread: { kind: 'zero', line: 2 } });
    assert.deepEqual(textOfFile(bytes(0xff, 0xfe, 0x3d, 0xd8)), { unread: { kind: 'utf16' } });
  });

  test('a page of HTML is read in the encoding that it says', () => {
    const page = (encoding: string, ...words: number[]): Uint8Array => bytes(...utf8(`<META content="text/html; charset=${encoding}"><p>`), ...words);
    const words = (text: ReturnType<typeof textOfPage>): unknown => ('text' in text ? text.text.replace(/.*<p>/, '') : text.unread);
    assert.equal(words(textOfPage(page('windows-1251', 0xcf, 0xf0))), 'Пр');
    assert.equal(words(textOfPage(page('UTF-8', 0xc3, 0xa9))), 'é');
    assert.deepEqual(words(textOfPage(page('no-such', 0x61))), { kind: 'said', encoding: 'no-such' });
    assert.deepEqual(words(textOfPage(page('utf-8', 0xe9))), { kind: 'encoding', line: 1, byte: 45, value: 0xe9 });
  });

  test('the server makes the title, unless there are no words', () => {
    assert.deepEqual(documentFrom('a.md', 'Paper\n==='), { content: { format: 'markdown', data: 'Paper\n===' } });
    assert.deepEqual(documentFrom('Page.HTM', '<p>x'), { content: { format: 'html', data: '<p>x' } });
    assert.deepEqual(documentFrom('next_meeting.txt', '\n'), { title: 'next meeting', content: { format: 'text', data: '\n' } });
  });
});
