import { connect, createServer } from 'node:net';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';

/** One person's network: a proxy before the server whose sockets can be cut, all of them or only the live ones. */
export class Link {
  readonly #server: NetServer;
  readonly #pairs = new Set<{ readonly near: Socket; readonly far: Socket; readonly live: boolean }>();
  #syncDown = false;
  #allDown = false;

  private constructor(target: { readonly port: number }) {
    this.#server = createServer((near) => {
      near.on('error', () => near.destroy());
      if (this.#allDown) return void near.destroy();
      near.once('data', (first: Buffer) => {
        const live = first.toString('latin1', 0, 16).startsWith('GET /sync');
        if (this.#allDown || (live && this.#syncDown)) return void near.destroy();
        this.#join(near, first, live, target.port);
      });
    });
  }

  static async to(target: { readonly port: number }): Promise<Link> {
    const link = new Link(target);
    await new Promise<void>((resolve) => link.#server.listen(0, '127.0.0.1', resolve));
    return link;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Pages still load, but no document is live: as behind a proxy that blocks sockets, or a server that starts again. */
  cutSync(): void {
    this.#syncDown = true;
    this.#kill((pair) => pair.live);
  }

  cutAll(): void {
    this.#allDown = true;
    this.#kill(() => true);
  }

  /** Live documents hear nothing more, and nothing of theirs arrives, but nobody closes their sockets. */
  hush(): void {
    for (const { near, far, live } of this.#pairs) {
      if (!live) continue;
      near.unpipe(far);
      far.unpipe(near);
    }
  }

  restore(): void {
    this.#syncDown = false;
    this.#allDown = false;
  }

  close(): void {
    this.#kill(() => true);
    this.#server.close();
  }

  #join(near: Socket, first: Buffer, live: boolean, port: number): void {
    const far = connect(port, '127.0.0.1');
    const pair = { near, far, live };
    this.#pairs.add(pair);
    const end = (): void => {
      this.#pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) socket.on('error', end).on('close', end);
    far.write(first);
    near.pipe(far).pipe(near);
  }

  #kill(which: (pair: { readonly live: boolean }) => boolean): void {
    for (const pair of this.#pairs) if (which(pair)) pair.near.destroy();
  }
}
