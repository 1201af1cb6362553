// Random requests about rich text with tables and notes, with what quill-delta 5.1 answers with Quill's own handler of tables.
import Delta from 'quill-delta';
import { tableHandler } from 'quill/modules/tableEmbed.js';

import { copy, text } from './random.mjs';

const opsOf = (note) => new Delta(note.content ?? []);
const noteOf = (delta) => (delta.ops.length > 0 ? { content: delta.ops } : {});
Delta.registerEmbed('table-embed', tableHandler);
Delta.registerEmbed('note', {
  compose: (a, b) => noteOf(opsOf(a).compose(opsOf(b))),
  transform: (a, b, priority) => noteOf(opsOf(a).transform(opsOf(b), priority)),
  invert: (change, base) => noteOf(opsOf(change).invert(opsOf(base))),
});

const lengthOf = (ops) => ops.reduce((sum, { insert: i, retain, delete: d }) => sum + (typeof retain === 'number' ? retain : d ?? (typeof i === 'string' ? i.length : 1)), 0);
const attributesOf = (random, values) => (random.chance(30) ? { attributes: random.pick(values) } : {});
const BOLD = [{ bold: true }, { color: 'red' }];
const BOLD_OR_NOT = [...BOLD, { bold: null }];

/** A change of so many units. */
function changeOf(random, length, insert, values) {
  const delta = new Delta();
  for (let n = 1 + random.below(3), left = length; n > 0; n -= 1) {
    const step = left > 0 ? 1 + random.below(left) : 0;
    const kind = random.below(step > 0 ? 3 : 1);
    if (kind === 0) delta.push(insert());
    else delta.push(kind === 1 ? { delete: step } : { retain: step, ...attributesOf(random, values) });
    left -= kind === 0 ? 0 : step;
  }
  return delta.chop().ops;
}

const words = (random) => ({ insert: random.chance(15) ? { image: 'x' } : text(random, 4), ...attributesOf(random, BOLD) });
const contentChange = (random, length) => changeOf(random, length, () => words(random), BOLD_OR_NOT);
const linesChange = (random, length) => changeOf(random, length, () => ({ insert: { id: `i${random.below(1e9)}` }, ...attributesOf(random, [{ name: 'a' }, { name: 'b' }]) }), [{ name: 'c' }, { name: null }]);

/** The change of a table, or (of an empty one) a table. */
function tableChange(random, base) {
  const change = {};
  const isNew = Object.keys(base).length === 0;
  if (isNew || random.chance(40)) change.rows = linesChange(random, lengthOf(base.rows ?? []));
  if (isNew || random.chance(30)) change.columns = linesChange(random, lengthOf(base.columns ?? []));
  const between = tableHandler.compose(base, change, false);
  const [rows, columns] = [lengthOf(between.rows ?? []), lengthOf(between.columns ?? [])];
  for (let n = rows * columns > 0 ? random.below(4) : 0; n > 0; n -= 1) {
    const place = `${1 + random.below(rows)}:${1 + random.below(columns)}`;
    const content = contentChange(random, lengthOf(between.cells?.[place]?.content ?? []));
    const cell = { ...(content.length > 0 ? { content } : {}), ...attributesOf(random, isNew ? [{ done: true }] : [{ done: true }, { done: null }]) };
    if (Object.keys(cell).length > 0) (change.cells ??= {})[place] = cell;
  }
  for (const key of ['rows', 'columns']) if (change[key]?.length === 0) delete change[key];
  return change;
}

const noteChange = (random, base) => noteOf(new Delta(contentChange(random, lengthOf(base.content ?? []))));

function piece(random) {
  if (random.chance(50)) return words(random);
  const insert = random.chance(60) ? { 'table-embed': tableChange(random, {}) } : { note: noteChange(random, {}) };
  return { insert, ...attributesOf(random, [{ align: 'center' }]) };
}

function document(random) {
  const delta = new Delta();
  for (let n = 1 + random.below(4); n > 0; n -= 1) delta.push(piece(random));
  return delta.ops;
}

function operation(random, doc) {
  const delta = new Delta();
  for (const op of doc) {
    if (random.chance(20)) delta.push(piece(random));
    const [name] = typeof op.insert === 'object' ? Object.keys(op.insert) : [];
    if ((name === 'table-embed' || name === 'note') && random.chance(70)) {
      const change = (name === 'note' ? noteChange : tableChange)(random, op.insert[name]);
      delta.push({ retain: { [name]: change }, ...attributesOf(random, [{ align: 'right' }, { align: null }]) });
    } else {
      delta.push(random.chance(20) ? { delete: lengthOf([op]) } : { retain: lengthOf([op]), ...attributesOf(random, BOLD_OR_NOT) });
    }
  }
  return delta.chop().ops;
}

const delta = (ops) => new Delta(copy(ops));

const REQUESTS = {
  apply(random) {
    const doc = document(random);
    return { doc, a: operation(random, doc) };
  },
  compose(random) {
    const doc = document(random);
    const a = operation(random, doc);
    return { a, b: operation(random, delta(doc).compose(delta(a)).ops) };
  },
  transform(random) {
    const doc = document(random);
    return { a: operation(random, doc), b: operation(random, doc), side: random.pick(['left', 'right']) };
  },
  invert(random) {
    const base = document(random);
    return { a: operation(random, base), base };
  },
};

const STOCK = {
  apply: ({ doc, a }) => delta(doc).compose(delta(a)).ops,
  compose: ({ a, b }) => delta(a).compose(delta(b)).ops,
  transform: ({ a, b, side }) => delta(b).transform(delta(a), side === 'left').ops,
  invert: ({ a, base }) => delta(a).invert(delta(base)).ops,
};

export const functions = ['transform', 'transform', 'compose', 'apply', 'invert'];

export function request(random, op) {
  return copy({ op, ...REQUESTS[op](random) });
}

export function stockAnswer(request) {
  return STOCK[request.op](request);
}
