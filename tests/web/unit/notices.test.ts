import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PageNotices } from '../../../clients/web/src/pages/editor/page-notices.ts';

describe('what a page says', () => {
  test('is the latest message; it never covers words that would be lost', () => {
    const notices = new PageNotices();
    notices.say({ text: 'Already saved.' });
    notices.say({ text: 'Copied.' });
    assert.deepEqual(notices.shown.value, [{ text: 'Copied.' }]);
    notices.say({ text: 'Not sent.', rescue: 'my words' });
    notices.say({ text: 'Already saved.' });
    assert.deepEqual(notices.shown.value.map(({ text }) => text), ['Not sent.', 'Already saved.']);
  });

  test('holds the words of every loss until it is closed', () => {
    const notices = new PageNotices();
    notices.say({ text: 'One.', rescue: 'first' });
    notices.say({ text: 'Two.', rescue: 'second' });
    notices.say({ text: 'Three.', rescue: 'second' });
    assert.deepEqual(notices.shown.value, [{ text: 'Three.', rescue: 'first\n\nsecond' }]);
    const [notice] = notices.shown.value;
    assert.ok(notice);
    notices.close(notice);
    assert.deepEqual(notices.shown.value, []);
  });
});
