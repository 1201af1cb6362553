// A house with papers that many kinds of people ask for, and the secrets of these papers.
import { delay, RawSocket } from '../../stock/support/raw.mjs';
import { House } from '../support/house.mjs';
import { png } from '../support/pictures.mjs';

/** Words by which the paper is recognised in any answer. */
const TITLE = 'Zanzibar agreement';
const TEXT = 'Quetzals are mentioned nowhere else';
const REMARK = 'Okapi, or so I think';
const MILESTONE = 'Toucan edition';
const CAUCUS = 'Quokka caucus';
const OWNER = 'Olympia Ownerton';
const BYSTANDER = 'Byron Standish';
/** Words of the paper with a past that are deleted now: a thread quotes the first ones, nothing the second one. */
const QUOTED = 'Numbats graze';
const ERASED = 'Quagga';
/** Versions are told apart by time if this lies between them. */
const TICK_MS = 20;

export class Stage {
  static async build() {
    const stage = new Stage();
    const house = await House.open();
    stage.house = house;
    await house.setUp();
    stage.owner = await house.welcome(OWNER);
    stage.bystander = await house.welcome(BYSTANDER);
    stage.heir = await house.welcome('Harriet Heir');
    // The stage acts by programs: their tokens outlive every session.
    stage.program = await house.programOf(stage.owner);
    stage.administration = await house.programOf(house.administrator);
    const { body: group } = await stage.administration.call('makeGroup', 201, { body: { name: 'Bystanders' } });
    stage.group = group.id;
    const { body: caucus } = await stage.administration.call('makeGroup', 201, { body: { name: CAUCUS } });
    await stage.administration.call('addMember', 204, { group: caucus.id, account: stage.owner.id });
    await stage.makePapers();
    return stage;
  }

  async makePapers() {
    this.paper = 'paper-of-the-matrix';
    this.missing = 'paper-of-the-void!!'.replaceAll('!', 'x'); // as long as the other one
    this.doomed = 'paper-that-goes';
    this.gone = 'paper-that-is-gone';
    this.storied = 'paper-with-a-past';
    /** Everybody has the same role in each of them. */
    this.tabled = 'paper-with-a-table';
    this.papers = [this.paper, this.doomed, this.gone, this.storied, this.tabled];
    for (const id of [this.paper, this.doomed, this.gone]) await this.restore(id);
    await this.makeStoried();
    await this.makeTabled();
    await this.program.call('grantToAccount', 200, { id: this.paper, account: this.bystander.id, body: { role: 'commenter' } });
    const { body: thread } = await this.program.call('startThread', 201, {
      id: this.paper, body: { comment: REMARK, anchor: { version: 1, index: 0, length: 8 } },
    });
    this.thread = thread.id;
    this.comment = thread.comments[0].id;
    this.milestone = await this.nameVersion(MILESTONE);
    this.file = { type: 'image/png', bytes: png({ width: 3, height: 2 }) };
    this.picture = (await this.program.call('addPicture', 201, { id: this.paper, file: this.file })).body.picture;
  }

  /** Makes the paper with a table of one cell. */
  async makeTabled() {
    const insert = {
      'table-embed': {
        rows: [{ insert: { id: 'row' } }],
        columns: [{ insert: { id: 'column' }, attributes: { name: 'Animal' } }],
        cells: { '1:1': { content: [{ insert: TEXT }] } },
      },
    };
    const data = { ops: [{ insert }, { insert: '\n' }] };
    await this.program.call('createDocument', 201, { body: { id: this.tabled, title: TITLE, content: { format: 'delta', data } } });
  }

  /** Makes the paper with a past. At version 2 it holds all its words; at 4, its head, those with which the others begin. */
  async makeStoried() {
    const text = `${QUOTED}\n${TEXT}\n`;
    await this.program.call('createDocument', 201, { body: { id: this.storied, title: TITLE, content: { format: 'text', data: text } } });
    const { body: thread } = await this.program.call('startThread', 201, {
      id: this.storied, body: { comment: REMARK, anchor: { version: 1, index: 0, length: QUOTED.length } },
    });
    this.orphan = thread.id;
    const socket = await this.socketOf(this.program);
    const edit = (v, op) => socket.commit('documents', this.storied, { v, op });
    await edit(1, [{ retain: 8 }, { insert: `${ERASED} ` }]);
    await delay(TICK_MS);
    this.whenItHeldAll = Date.now();
    await delay(TICK_MS);
    await edit(2, [{ delete: QUOTED.length + ERASED.length + 1 }]);
    await edit(3, [{ insert: 'Newest' }]);
    this.clientOfOwner = socket.id;
    await socket.close();
  }

  /** A socket of somebody's. `options`: of RawSocket.open. */
  socketOf(client, options) {
    return RawSocket.open({ url: this.house.server.url, headers: client.credentials }, options);
  }

  /** Names the paper's first version. Answers the milestone's id. */
  async nameVersion(name) {
    const { body } = await this.program.call('addMilestone', 201, { id: this.paper, body: { version: 1, name } });
    return body.id;
  }

  /** Deletes the paper that is to be gone. */
  async takeAway() {
    await this.program.call('deleteDocument', 204, { id: this.gone });
  }

  /** Makes a paper, or makes it anew. */
  async restore(id) {
    await this.program.call('createDocument', 201, { body: { id, title: TITLE, content: { format: 'text', data: `${TEXT}\n` } } });
  }

  /** Secrets from identities that may not read the paper. */
  get secrets() {
    return [TITLE, TEXT, REMARK, OWNER, this.owner.id, this.owner.email, BYSTANDER, this.bystander.id];
  }

  /** Secrets from readers of the paper who may not read its history. */
  get past() {
    return [MILESTONE, CAUCUS, ERASED];
  }

  /** Deleted words that a thread put on record: for readers of threads, and of the history. */
  get quoted() {
    return [QUOTED];
  }

  /** The range of the erased word at version 2 of the paper with a past. */
  get erasedRange() {
    return { version: 2, index: 8, length: ERASED.length };
  }

  get erasedWord() {
    return ERASED;
  }

  /** Secrets from readers who may not read threads. */
  get remarks() {
    return [REMARK];
  }

  close() {
    return this.house.close();
  }
}
