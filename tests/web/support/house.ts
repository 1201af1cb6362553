import type { Server } from './server.ts';
import { until } from './wait.ts';

export const kPassword = 'correct horse battery';

/** Somebody with a session, over HTTP. */
export class Caller {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly #url: string;
  readonly #cookie: string;

  private constructor(url: string, cookie: string, who: { readonly id: string; readonly name: string; readonly email?: string }) {
    this.#url = url;
    this.#cookie = cookie;
    this.id = who.id;
    this.name = who.name;
    this.email = who.email ?? '';
  }

  /** The caller who comes in by the answer to this request. */
  static async by(url: string, address: string, body: object): Promise<Caller> {
    const answer = await fetch(`${url}/api/v1${address}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const said = (await answer.json()) as { id: string; name: string };
    if (!answer.ok) throw new Error(`${answer.status}: ${JSON.stringify(said)}`);
    return new Caller(url, (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '', said);
  }

  /** Name and value of the session's cookie, for a browser. */
  get cookie(): { readonly name: string; readonly value: string; readonly url: string } {
    const [name = '', value = ''] = this.#cookie.split('=');
    return { name, value, url: this.#url };
  }

  async ask<T>(method: string, address: string, body?: object): Promise<T> {
    const answer = await fetch(`${this.#url}/api/v1${address}`, {
      method,
      headers: { cookie: this.#cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /** Makes a document of one's own. */
  async write(id: string, title: string, markdown: string): Promise<void> {
    await this.ask('POST', '/documents', { id, title, content: { format: 'markdown', data: markdown } });
  }

  /** Gives somebody a role in a document. */
  async give(document: string, to: Caller, role: string): Promise<void> {
    await this.ask('PUT', `/documents/${document}/grants/accounts/${to.id}`, { role });
  }
}

/** The address that the server says when it has no account. */
export async function setUpAddress(server: Server): Promise<string> {
  let found = '';
  await until('the server says where the first account is made', () => {
    found = /\S+\/set-up#\S+/.exec(server.said())?.[0] ?? '';
    return Promise.resolve(found !== '');
  });
  return found;
}

/** The first account: it administers. */
export async function setUp(server: Server, name: string, email: string): Promise<Caller> {
  const secret = (await setUpAddress(server)).split('#')[1];
  return Caller.by(server.url, '/set-up', { secret, email, name, affiliation: 'Secretariat', password: kPassword });
}

/** Invites somebody, who comes. */
export async function inviteAndCome(server: Server, by: Caller, name: string, email: string, affiliation = ''): Promise<Caller> {
  const { address } = await by.ask<{ address: string }>('POST', '/invitations', { email });
  const secret = address.split('#')[1];
  return Caller.by(server.url, '/invitations/accept', { secret, email, name, affiliation, password: kPassword });
}
