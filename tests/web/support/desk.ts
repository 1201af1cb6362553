import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { contentOf, makeDocument } from './api.ts';
import type { Component } from './api.ts';
import { Visitor } from './browser.ts';
import { joined } from './contents.ts';
import { stage } from './stage.ts';

export interface Desk {
  readonly on: ReturnType<typeof stage>;
  /** Who sits at it. Requires: inside of a test. */
  readonly ama: Visitor;
  /** Makes a paper and opens it with the focus in its text. Answers its id. */
  opened(content: readonly Component[] | string): Promise<string>;
  /** The paper once all is saved, neighbours of one format joined. */
  saved(id: string): Promise<Component[]>;
  press(...keys: readonly string[]): Promise<void>;
  type(words: string): Promise<void>;
}

/** A stage with one visitor for the tests of a file; papers are called `name`-1, `name`-2 … Fails in the end if the browser complained. */
export function desk(name: string): Desk {
  const on = stage();
  let visitor: Visitor | undefined;
  let made = 0;
  const ama = (): Visitor => {
    if (!visitor) throw new Error('nobody has come yet');
    return visitor;
  };
  before(async () => {
    visitor = await Visitor.come(on.browser, 'Ama Boateng');
  });
  after(() => assert.deepEqual(ama().complaints, [], 'the browser complained about nothing'));
  return {
    on,
    get ama() {
      return ama();
    },
    async opened(content) {
      const id = `${name}-${(made += 1)}`;
      const ops = typeof content === 'string' ? [{ insert: content }] : content;
      await makeDocument(on.server.url, { id, title: id, format: 'delta', data: { ops } });
      await ama().open(on.server.url, id);
      await ama().page.focus('.ql-editor');
      return id;
    },
    async saved(id) {
      await ama().isSettled();
      return joined(await contentOf(on.server.url, id));
    },
    async press(...keys) {
      for (const key of keys) await ama().page.keyboard.press(key);
    },
    type: (words) => ama().page.keyboard.type(words),
  };
}
