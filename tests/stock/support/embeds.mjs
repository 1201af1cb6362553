// A stock client that understands tables and footnotes, as protocol/PROTOCOL.md tells it to, and random edits for it.
import Delta from 'quill-delta';
import { tableHandler } from 'quill/modules/tableEmbed.js';
import richText from 'rich-text';

const contentOf = (note) => new Delta(note.content ?? []);
const noteOf = ({ ops }) => (ops.length > 0 ? { content: ops } : {});
Delta.registerEmbed('table-embed', tableHandler);
Delta.registerEmbed('note', {
  compose: (a, b) => noteOf(contentOf(a).compose(contentOf(b))),
  transform: (a, b, priority) => noteOf(contentOf(a).transform(contentOf(b), priority)),
  invert: (change, base) => noteOf(contentOf(change).invert(contentOf(base))),
});

/** rich-text on quill-delta 5.1. */
export const awareType = {
  ...richText.type,
  create: (initial) => new Delta(initial),
  apply: (document, op) => new Delta(document).compose(new Delta(op)),
  compose: (a, b) => new Delta(a).compose(new Delta(b)),
  transform: (op, over, side) => new Delta(over).transform(new Delta(op), side === 'left'),
  deserialize: (ops) => new Delta(ops),
};

/** The same server at the address for a client that understands `embeds`. */
export const understanding = (server, embeds = 'table-embed,note') => ({
  get url() { return `${server.url}?embeds=${embeds}`; },
  headers: server.headers,
});

export const changesEmbeds = (op) => (op.ops ?? op).some(({ retain }) => typeof retain === 'object');

const lengthOf = (ops) => ops.reduce((sum, { insert, retain, delete: removed }) =>
  sum + (typeof retain === 'number' ? retain : removed ?? (typeof insert === 'string' ? insert.length : 1)), 0);
const some = (random, probability, value) => (random.chance(probability) ? value : {});
const words = (random) => ({ insert: random.pick(['a', 'speaker ', '😀', 'é\n']), ...some(random, 0.3, { attributes: { bold: true } }) });

/** A change of `length` units, rows or columns. */
function changeOf(random, length, insert, attributes) {
  const delta = new Delta();
  let left = length;
  for (let edits = 1 + random.below(2); edits > 0; edits--) {
    const step = Math.min(left, 1 + random.below(4));
    if (random.chance(0.5) && left > step) delta.retain(left - step - random.below(left - step));
    left = length - lengthOf(delta.ops.filter((op) => !('insert' in op)));
    const kind = left >= step && step > 0 ? random.below(4) : 0;
    if (kind <= 1) delta.push(insert(random));
    else if (kind === 2) delta.delete(step);
    else delta.retain(step, attributes);
    left = length - lengthOf(delta.ops.filter((op) => !('insert' in op)));
  }
  return delta.chop().ops;
}

const line = (random) => ({ insert: { id: `id${random.below(1e9)}` }, ...some(random, 0.3, { attributes: { name: 'x' } }) });

function tableChange(random, base) {
  const isNew = !base.rows;
  const change = {};
  if (isNew || random.chance(0.3)) change.rows = changeOf(random, lengthOf(base.rows ?? []), line, { order: 'b' });
  if (isNew || random.chance(0.2)) change.columns = changeOf(random, lengthOf(base.columns ?? []), line, { name: 'y' });
  for (const key of ['rows', 'columns']) if (change[key]?.length === 0) delete change[key];
  const between = tableHandler.compose(base, change, false);
  const [rows, columns] = [lengthOf(between.rows ?? []), lengthOf(between.columns ?? [])];
  for (let cells = rows * columns > 0 ? 1 + random.below(2) : 0; cells > 0; cells--) {
    const place = `${1 + random.below(rows)}:${1 + random.below(columns)}`;
    const content = changeOf(random, lengthOf(between.cells?.[place]?.content ?? []), words, { bold: true });
    if (content.length > 0) (change.cells ??= {})[place] = { content };
  }
  return change;
}

const noteChange = (random, base) => noteOf({ ops: changeOf(random, lengthOf(base.content ?? []), words, { bold: true }) });
const newEmbed = (random) =>
  ({ insert: random.chance(0.6) ? { 'table-embed': tableChange(random, {}) } : { note: noteChange(random, {}) } });

const KINDS = ['table-embed', 'note'];

/** An edit of text, tables and notes; inside of embeds of these kinds. It lays no null attribute over an embed: the library loses it there. */
export function randomEmbedOp(random, ops, kinds = KINDS) {
  const delta = new Delta();
  if (ops.length < 12 && random.chance(0.15)) delta.push(newEmbed(random));
  for (const op of ops) {
    const [kind] = typeof op.insert === 'object' ? Object.keys(op.insert) : [];
    const isChanged = kinds.includes(kind) && random.chance(0.5);
    if (isChanged) {
      const change = (kind === 'note' ? noteChange : tableChange)(random, op.insert[kind]);
      delta.push({ retain: { [kind]: change }, ...some(random, 0.2, { attributes: { align: random.pick(['right', 'center']) } }) });
    } else if (random.chance(0.1)) {
      delta.delete(lengthOf([op]));
    } else {
      delta.push({ retain: lengthOf([op]), ...some(random, 0.15, { attributes: { color: random.pick(['red', 'blue']) } }) });
    }
  }
  if (random.chance(0.3)) delta.push(words(random));
  delta.chop();
  return delta.ops.length > 0 ? delta.ops : [words(random)];
}

/** A document as a client that understands `kinds` can have it: it does not see what is inside of others. */
export const asSeenBy = (kinds, ops) => ops.map((op) => {
  const [kind] = typeof op.insert === 'object' ? Object.keys(op.insert) : [];
  return KINDS.includes(kind) && !kinds.includes(kind) ? { ...op, insert: { [kind]: 'its content' } } : op;
});
