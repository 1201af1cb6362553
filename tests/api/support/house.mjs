// A server where access is checked, with an administrator and people who were invited.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '../../stock/support/raw.mjs';
import { startServer } from '../../stock/support/server.mjs';
import { Client } from './client.mjs';
import { AUDIENCE, ISSUER, KEY } from './jwt.mjs';

export const PASSWORD = 'correct horse battery';
/** All that there are. */
export const abilities = Object.freeze([
  'read_document', 'read_history', 'edit_document', 'rename_document', 'delete_document', 'create_document', 'see_presence',
  'show_presence', 'read_threads', 'comment', 'suggest', 'moderate_threads', 'manage_access', 'transfer_ownership',
  'export_document', 'administer',
]);

/** The part of an address behind the #. */
export const secretIn = (address) => address.slice(address.indexOf('#') + 1);

export class House {
  /** `key`: what the key file for JWT holds. `dataDir`: of the server; nothing: a new one. */
  static async open({ key = KEY, dataDir } = {}) {
    const house = new House();
    house.keys = mkdtempSync(path.join(tmpdir(), 'plenary-keys-'));
    const keyFile = path.join(house.keys, 'key');
    writeFileSync(keyFile, key);
    house.server = await startServer({
      open: false,
      dataDir,
      // Everybody comes by a proxy that says from where: the server counts what one address asks for.
      extraArguments: ['--trusted-proxy', '127.0.0.1', '--webhooks-to-private', '--jwt-issuer', ISSUER, '--jwt-audience', AUDIENCE, '--jwt-key-file', keyFile],
    });
    return house;
  }

  /** The address of the first account, as the server printed it. */
  async setUpSecret() {
    const find = () => this.server.output.map((line) => /\/set-up#([\w-]{43})$/.exec(line)?.[1]).find(Boolean);
    await eventually('the server prints no set-up address', () => find() !== undefined);
    return find();
  }

  /** Makes the first account. Answers its client, which is also `administrator` from then on. */
  async setUp(name = 'Ada the administrator') {
    this.administrator = this.nobody();
    const body = { secret: await this.setUpSecret(), email: 'ada@example.org', name, password: PASSWORD };
    const { body: me } = await this.administrator.call('setUp', 201, { body });
    this.administrator.id = me.id;
    return this.administrator;
  }

  nobody() {
    return new Client(this.server);
  }

  /** Invites somebody who comes at once. Answers their client, with `id`, `name` and `email`. */
  async welcome(name, { affiliation = '', ...terms } = {}) {
    const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@example.org`;
    const { body: invitation } = await this.administrator.call('invite', 201, { body: terms });
    const person = this.nobody();
    const body = { secret: secretIn(invitation.address), email, name, affiliation, password: PASSWORD };
    const { body: me } = await person.call('acceptInvitation', 201, { body });
    return Object.assign(person, { id: me.id, name, email });
  }

  /** A program of somebody's. */
  async programOf(person, allowed = abilities, terms = {}) {
    const { body } = await person.call('makeToken', 201, { body: { label: 'A program', abilities: allowed, ...terms } });
    return Object.assign(Client.withToken(this.server, body.secret), { token: body.id, id: person.id });
  }

  /** A share link. Answers {id, secret}. */
  async linkOf(owner, id, terms) {
    const { body } = await owner.call('makeLink', 201, { id, body: terms });
    return { id: body.id, secret: secretIn(body.address) };
  }

  /** Somebody who came by a link. */
  async guestOf(secret, name = 'Gus the guest') {
    const guest = this.nobody();
    const { body } = await guest.call('openLink', 200, { body: { secret, name } });
    return Object.assign(guest, { id: body.me.id, name });
  }

  async close() {
    const ended = await this.server.stop();
    rmSync(this.keys, { recursive: true, force: true });
    return ended;
  }
}
