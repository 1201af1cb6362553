// A house with one paper that many kinds of people ask for, and what they must not learn of it.
import { House } from '../support/house.mjs';

/** What the paper is recognised by, wherever it turns up. */
const TITLE = 'Zanzibar agreement';
const TEXT = 'Quetzals are mentioned nowhere else';
const REMARK = 'Okapi, or so I think';
const MILESTONE = 'Toucan edition';
const CAUCUS = 'Quokka caucus';
const OWNER = 'Olympia Ownerton';
const BYSTANDER = 'Byron Standish';

export class Stage {
  static async build() {
    const stage = new Stage();
    const house = await House.open();
    stage.house = house;
    await house.setUp();
    stage.owner = await house.welcome(OWNER);
    stage.bystander = await house.welcome(BYSTANDER);
    stage.heir = await house.welcome('Harriet Heir');
    // What the stage itself does it does by programs, which outlive every session.
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
    /** Everybody has the same role in each of them. */
    this.papers = [this.paper, this.doomed, this.gone];
    for (const id of this.papers) await this.restore(id);
    await this.program.call('grantToAccount', 200, { id: this.paper, account: this.bystander.id, body: { role: 'commenter' } });
    const { body: thread } = await this.program.call('startThread', 201, {
      id: this.paper, body: { comment: REMARK, anchor: { version: 1, index: 0, length: 8 } },
    });
    this.thread = thread.id;
    this.comment = thread.comments[0].id;
    this.milestone = await this.nameVersion(MILESTONE);
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

  /** What nobody may learn who may not read the paper. */
  get secrets() {
    return [TITLE, TEXT, REMARK, OWNER, this.owner.id, this.owner.email, BYSTANDER, this.bystander.id];
  }

  /** What readers of a paper may not learn from it who may not read its history. */
  get past() {
    return [MILESTONE, CAUCUS];
  }

  /** What readers may not learn who may not read threads. */
  get remarks() {
    return [REMARK];
  }

  close() {
    return this.house.close();
  }
}
