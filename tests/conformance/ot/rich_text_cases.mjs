// Random requests about rich-text, with what the stock type answers.
import { createRequire } from 'node:module';

import { copy, text } from './random.mjs';

const { Delta, type } = createRequire(import.meta.url)('rich-text');

const ATTRIBUTES = { bold: [true, null], color: ['red', 'blue', null], header: [1, 2, null], obj: [{ x: 1 }, { x: 1, y: [] }, null], font: ['', 1.5, null] };

function attributes(random, withNull) {
  if (random.chance(45)) return undefined;
  const result = {};
  for (let n = 1 + random.below(2); n > 0; --n) {
    const key = random.pick(Object.keys(ATTRIBUTES));
    const choices = ATTRIBUTES[key].filter((choice) => withNull || choice !== null);
    result[key] = random.pick(choices);
  }
  return result;
}

function component(kind, attrs) {
  return attrs === undefined ? kind : { ...kind, attributes: attrs };
}

function insert(random, withNull) {
  const content = random.chance(20) ? random.pick([{ image: 'x' }, { image: 'y' }, { records: { id: [1] } }]) : text(random, 4);
  return component({ insert: content }, attributes(random, withNull && random.chance(10)));
}

const lengthOf = (ops) => ops.reduce((sum, { insert: i, retain, delete: d }) => sum + (retain ?? d ?? (typeof i === 'string' ? i.length : 1)), 0);

function document(random) {
  const ops = [];
  for (let n = random.below(5); n > 0; --n) ops.push(insert(random, false));
  return ops;
}

/** A change of something `length` units long, in normal form or (rough) as somebody may have written it. */
function operation(random, length, rough) {
  const ops = [];
  let left = length;
  for (let n = 1 + random.below(5); n > 0; --n) {
    const step = left > 0 ? 1 + random.below(Math.min(left, 4)) : 0;
    const kind = random.below(step > 0 ? 3 : 1);
    if (kind === 0) ops.push(insert(random, true));
    else ops.push(kind === 1 ? { delete: step } : component({ retain: step }, attributes(random, true)));
    left -= kind === 0 ? 0 : step;
  }
  return rough ? ops : ops.reduce((delta, op) => delta.push(op), new Delta()).chop().ops;
}

const roughly = (random) => random.chance(20);
const lengthAfter = (ops, length) => ops.reduce((sum, op) => sum + (op.insert !== undefined ? lengthOf([op]) : 0) - (op.delete ?? 0), length);

const REQUESTS = {
  apply(random) {
    const doc = document(random);
    return { doc, a: operation(random, lengthOf(doc), roughly(random)) };
  },
  compose(random) {
    const length = random.below(8);
    const a = operation(random, length, roughly(random));
    return { a, b: operation(random, lengthAfter(a, length), roughly(random)) };
  },
  transform(random) {
    const length = random.below(8);
    return { a: operation(random, length, roughly(random)), b: operation(random, length, roughly(random)), side: random.pick(['left', 'right']) };
  },
  invert(random) {
    const base = document(random);
    return { a: operation(random, lengthOf(base), false), base };
  },
  transformPosition: (random) => ({ a: operation(random, 8, false), index: random.below(10), priority: random.chance(50) }),
  transformPresence(random) {
    const range = random.chance(5) ? null : { index: random.below(9), length: random.below(4), name: 'n' };
    return { a: operation(random, 8, false), range, isOwnOp: random.chance(50) };
  },
};

const STOCK = {
  apply: ({ doc, a }) => type.apply(doc, a).ops,
  compose: ({ a, b }) => type.compose(a, b).ops,
  transform: ({ a, b, side }) => type.transform(a, b, side).ops,
  invert: ({ a, base }) => new Delta(a).invert(new Delta(base)).ops,
  transformPosition: ({ a, index, priority }) => new Delta(a).transformPosition(index, priority),
  transformPresence: ({ range, a, isOwnOp }) => type.transformPresence(range, a, isOwnOp),
};

export const functions = ['transform', 'transform', 'compose', 'compose', 'apply', 'invert', 'transformPosition', 'transformPresence'];

export function request(random, op) {
  return copy({ op, ...REQUESTS[op](random) });
}

export function stockAnswer(request) {
  return STOCK[request.op](copy(request));
}
