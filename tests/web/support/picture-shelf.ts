import type { BrowserContext, Route } from 'playwright-core';
import { hashOf } from './pictures.ts';

const kPath = /\/documents\/[^/]+\/pictures(?:\/([0-9a-f]{64})(\/screen)?)?(?:\?.*)?$/;

/** Stands in for the server's pictures, as its description has them. */
export class PictureShelf {
  readonly kept = new Map<string, { readonly bytes: Buffer; readonly type: string; screen?: Buffer }>();

  async serve(context: BrowserContext): Promise<void> {
    await context.route(kPath, (route) => this.#answer(route));
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request();
    const [, hash, screen] = kPath.exec(request.url()) ?? [];
    const kept = this.kept.get(hash ?? '');
    const bytes = request.postDataBuffer() ?? Buffer.alloc(0);
    if (request.method() === 'POST') {
      const own = hashOf(bytes);
      const type = request.headers()['content-type'] ?? '';
      this.kept.set(own, { bytes, type });
      const size = type === 'image/png' ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : { width: 800, height: 400 };
      return route.fulfill({ status: 201, json: { picture: own, address: `pictures/${own}`, type, ...size, bytes: bytes.length } });
    }
    if (!kept) return route.fulfill({ status: 404, json: { status: 404, title: 'no such picture' } });
    if (screen) kept.screen = bytes;
    if (screen) return route.fulfill({ status: 204 });
    const shown = request.url().includes('for=screen') ? (kept.screen ?? kept.bytes) : kept.bytes;
    return route.fulfill({ status: 200, contentType: kept.screen === shown ? 'image/webp' : kept.type, body: shown });
  }
}
