// People whose right to a paper is taken away and given back, in each way in which it can be.
import { eventually, freshId } from '../../stock/support/raw.mjs';
import { abilitiesOf, GIVEN_ROLES } from './roles.mjs';

/** A word that is written while the right is away, and deleted before it is back. */
export const BETWEEN = 'Wombat';
const TEXT = 'Read by everybody\n';

let people = 0;
const nextName = (way) => `Comer by ${way} ${'abcdefghijklmnopqrstuvwxyz'[people % 26]}${'abcdefghijklmnopqrstuvwxyz'[Math.floor(people++ / 26)]}`;

/** Each way: makes somebody, and answers {client, give, take}. `terms`: {role, history}. */
const ways = {
  async account({ house, program }, id, terms) {
    const client = await house.welcome(nextName('grant'));
    return {
      client,
      give: () => program.call('grantToAccount', 200, { id, account: client.id, body: terms }),
      take: () => program.call('revokeFromAccount', 204, { id, account: client.id }),
    };
  },
  async group({ house, program, administration }, id, terms) {
    const name = nextName('group');
    const { body: { id: group } } = await administration.call('makeGroup', 201, { body: { name } });
    const client = await house.welcome(name);
    await program.call('grantToGroup', 200, { id, group, body: terms });
    return {
      client,
      give: () => administration.call('addMember', 204, { group, account: client.id }),
      take: () => administration.call('removeMember', 204, { group, account: client.id }),
    };
  },
  async link({ house, program }, id, terms) {
    const client = house.nobody();
    let link;
    return {
      client,
      async give() {
        link = await house.linkOf(program, id, terms);
        await client.call('openLink', 200, { body: { secret: link.secret, name: 'Comer by link' } });
      },
      take: () => program.call('revokeLink', 204, { id, link: link.id }),
    };
  },
};

/** Each way times each role, with and without the history: {name, way, terms, may}. */
export const comers = Object.keys(ways).flatMap((way) => [...GIVEN_ROLES.map((role) => [role, false]), ['reader', true], ['commenter', true]].map(([role, history]) => ({
  name: `${way}: ${role}${history ? ' with history' : ''}`,
  way,
  terms: { role, history },
  may: new Set([...abilitiesOf[role], ...(history ? ['read_history'] : [])]),
})));

/** A paper, and somebody who has a right to it. Answers {id, client, give, take}. */
export async function comeIn(stage, { way, terms }) {
  const id = freshId('between');
  await stage.program.call('createDocument', 201, { body: { id, content: { format: 'text', data: TEXT } } });
  const comer = await ways[way](stage, id, terms);
  await comer.give();
  return { id, ...comer };
}

/** Writes a word and deletes it: versions 2 and 3. Answers a time between them. */
export async function writeBetween(stage, id) {
  const writer = await stage.socketOf(stage.program);
  await writer.commit('documents', id, { v: 1, op: [{ insert: `${BETWEEN} ` }] });
  const then = Date.now();
  await eventually('time stands still', () => Date.now() > then + 1);
  await writer.commit('documents', id, { v: 2, op: [{ delete: BETWEEN.length + 1 }] });
  await writer.close();
  return then;
}
