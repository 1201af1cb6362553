import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import type { Page } from 'playwright-core';
import { contentOf, makeDocument } from './api.ts';
import type { Component } from './api.ts';
import { Visitor } from './browser.ts';
import { addPicture, hashOf, png } from './pictures.ts';
import type { Given } from './pictures.ts';
import type { Stage } from './stage.ts';
import { until } from './wait.ts';

export const kPaper = [{ insert: 'Before it.\nA line of words.\n\nAfter it.\n' }];
export const given = (bytes: Buffer, name = 'figure.png', type = 'image/png'): Given => ({ name, type, bytes });
export const kFigure = given(png(1200, 600));
export const kSmall = given(png(120, 60, [200, 90, 60]), 'small.png');

/** A picture as `hash alt width×height`, words as they are. */
export function shape(content: readonly Component[]): string {
  return content
    .map(({ insert, attributes = {} }) => {
      if (typeof insert === 'string') return insert;
      const { alt, width, height } = attributes;
      return `[${String(insert['image']).slice(0, 15)} ${alt === undefined ? '?' : JSON.stringify(alt)} ${String(width)}×${String(height)}]`;
    })
    .join('');
}

export const sign = ({ bytes }: Given, alt = '?', size = '670×335'): string => `[pictures/${hashOf(bytes).slice(0, 6)} ${alt} ${size}]`;
export const images = (page: Page): ReturnType<Page['locator']> => page.locator('.ql-editor .paper-picture img');

export const shots = process.env.PLENARY_SCREENSHOTS ?? join(tmpdir(), 'plenary-screenshots');

export interface PictureDesk {
  /** There while the tests of the group run. */
  readonly ama: Visitor;
  come(name: string): Promise<Visitor>;
  type(text: string): Promise<void>;
  press(key: string): Promise<void>;
  /** A new paper that has these pictures, open. */
  fresh(data?: unknown, pictures?: readonly Buffer[]): Promise<string>;
  /** So many are shown, and none is on its way. */
  arrived(page: Page, count: number): Promise<void>;
  /** The paper on the server, once everything is there. */
  saved(id: string): Promise<string>;
  /** A paper with one figure, whose place is 11 to 12. */
  withFigure(alt?: string | null, caption?: string): Promise<string>;
}

/** Somebody who works with pictures, for the tests of the group that calls this. */
export function pictureDesk(on: Stage): PictureDesk {
  let ama: Visitor;
  let made = 0;

  const come = async (name: string): Promise<Visitor> => {
    // Requests that a service worker sends cannot be held back here.
    return Visitor.come(on.browser, name, { permissions: ['clipboard-read', 'clipboard-write'], serviceWorkers: 'block' });
  };
  before(async () => {
    mkdirSync(shots, { recursive: true });
    ama = await come('Ama Boateng');
  });
  after(() => assert.deepEqual(ama.complaints, [], 'the browser complained about nothing'));

  const type = (text: string): Promise<void> => ama.page.keyboard.type(text);
  const press = (key: string): Promise<void> => ama.page.keyboard.press(key);

  async function fresh(data: unknown = kPaper, pictures: readonly Buffer[] = []): Promise<string> {
    const id = `pictures-${(made += 1)}`;
    await makeDocument(on.server.url, { id, title: 'A paper with pictures', format: 'delta', data });
    for (const bytes of pictures) await addPicture(on.server.url, id, bytes);
    await ama.open(on.server.url, id);
    return id;
  }

  async function arrived(page: Page, count: number): Promise<void> {
    await until(`${count} pictures are shown`, async () => (await images(page).count()) === count);
    await until('nothing is on its way', async () => (await page.locator('.picture-upload').count()) === 0);
  }

  async function saved(id: string): Promise<string> {
    await ama.isSettled();
    return shape(await contentOf(on.server.url, id));
  }

  async function withFigure(alt: string | null = 'A chart', caption = 'Figure 1.'): Promise<string> {
    const { bytes } = kFigure;
    const attributes = { ...(alt === null ? {} : { alt }), width: '670', height: '335' };
    return fresh([{ insert: 'Before it.\n' }, { insert: { image: `pictures/${hashOf(bytes)}` }, attributes }, { insert: `${caption}\nAfter it.\n` }], [bytes]);
  }

  return {
    get ama() {
      return ama;
    },
    ...{ come, type, press, fresh, arrived, saved, withFigure },
  };
}
