// Random requests about json0, with what the stock type answers.
import { createRequire } from 'node:module';

import { copy, KEYS, text, value } from './random.mjs';

const { type } = createRequire(import.meta.url)('ot-json0');

function document(random) {
  const root = {
    list: Array.from({ length: random.below(5) }, () => value(random, 2)),
    str: text(random, 6, 0),
    num: random.pick([3, 0.1, -1]),
  };
  for (let n = random.below(3); n > 0; --n) root[random.pick(KEYS)] = value(random, 2);
  return root;
}

/** Every place of a document: its path, value, and the container that it is in. */
function places(root) {
  const found = [];
  const visit = (path, at, parent) => {
    found.push({ path, at, parent });
    if (Array.isArray(at)) at.forEach((item, i) => visit([...path, i], item, at));
    else if (at !== null && typeof at === 'object') for (const key of Object.keys(at)) visit([...path, key], at[key], at);
  };
  visit([], root, null);
  return found;
}

function textEdit(random, string) {
  if (string.length > 0 && random.chance(45)) {
    const p = random.below(string.length);
    return { p, d: string.slice(p, p + 1 + random.below(Math.min(4, string.length - p))) };
  }
  return { p: random.below(string.length + 1), i: text(random, 3) };
}

function stringComponent(random, path, string) {
  if (random.chance(50)) {
    const edit = textEdit(random, string);
    return edit.i !== undefined ? { p: [...path, edit.p], si: edit.i } : { p: [...path, edit.p], sd: edit.d };
  }
  const o = [];
  for (let n = random.chance(5) ? 0 : 1 + random.below(3); n > 0; --n) {
    const edit = textEdit(random, string);
    o.push(edit);
    string = edit.i !== undefined ? string.slice(0, edit.p) + edit.i + string.slice(edit.p)
      : string.slice(0, edit.p) + string.slice(edit.p + edit.d.length);
  }
  return { p: path, t: 'text0', o };
}

function listComponent(random, path, list) {
  const index = random.below(list.length);
  switch (random.below(list.length > 0 ? 5 : 1)) {
    case 0: case 1: return { p: [...path, random.below(list.length + 1)], li: value(random, 1) };
    case 2: return { p: [...path, index], ld: list[index] };
    case 3: return { p: [...path, index], ld: list[index], li: value(random, 1) };
    default: return { p: [...path, index], lm: random.below(list.length) };
  }
}

function objectComponent(random, path, object) {
  const keys = Object.keys(object);
  if (keys.length === 0 || random.chance(40)) {
    const key = random.pick(KEYS);
    const component = { p: [...path, key], oi: value(random, 1) };
    // Some applications set a key without naming what was there.
    if (key in object && random.chance(80)) component.od = object[key];
    return component;
  }
  const key = random.pick(keys);
  return random.chance(50) ? { p: [...path, key], od: object[key] } : { p: [...path, key], od: object[key], oi: value(random, 1) };
}

function component(random, root) {
  const all = places(root);
  const { path, at } = random.chance(30) ? all[0] : random.pick(all);
  if (path.length === 0 && random.chance(3)) return { p: [], od: at, oi: value(random, 2) };
  if (typeof at === 'string') return stringComponent(random, path, at);
  if (typeof at === 'number') return { p: path, na: random.pick([0, 1, -1, 0.1, 5]) };
  if (Array.isArray(at)) return listComponent(random, path, at);
  if (at !== null && typeof at === 'object') return objectComponent(random, path, at);
  return component(random, root);
}

/** An op that applies to `root`, and the document after it. */
function operation(random, root, max = 4) {
  const op = [];
  let after = copy(root);
  for (let n = 1 + random.below(max); n > 0; --n) {
    const next = copy(component(random, after));
    after = copy(type.apply(after, [next]));
    op.push(next);
  }
  return { op, after };
}

const SPOILERS = [
  () => ({ p: undefined }), () => ({ p: 'a' }), () => ({ p: ['nosuch', 'deeper', 'still'] }), () => ({ p: ['list', 50], ld: 1 }),
  () => ({ p: ['list', 50] }), () => ({ lm: 99 }), () => ({ p: ['num', 0], li: 1 }), () => ({ p: ['str'], na: 3 }),
  () => ({ t: 'nosuchtype', o: [] }), () => ({ t: 'text0', o: [{ p: -1, i: 'x' }] }), () => ({ t: 'text0', o: [{ p: 0 }] }),
  () => ({ p: ['str'], t: 'text0', o: [{ p: 0, d: 'does not match' }] }), () => ({ t: 'text0', o: [] }),
  () => ({ p: ['list', 3], ld: null, li: 7 }), () => ({ p: ['list', -1], ld: 1 }), () => ({ p: ['list', -2], li: 1 }),
  () => ({ p: ['list', 9], lm: 0 }), () => ({ p: ['list', 0], si: 'x' }), () => ({ p: ['list', 9], li: 1 }),
];

function spoiled(random, op) {
  const bad = copy(op);
  const at = random.below(bad.length);
  if (random.chance(10)) bad[at] = { p: bad[at].p };
  else if (random.chance(10)) bad[at] = { p: ['nosuch'], od: 1 };
  else Object.assign(bad[at], random.pick(SPOILERS)());
  return bad;
}

const REQUESTS = {
  apply(random) {
    const doc = document(random);
    const { op } = operation(random, doc, 6);
    return { doc, a: random.chance(25) ? spoiled(random, op) : op };
  },
  compose(random) {
    const doc = document(random);
    const a = operation(random, doc);
    return { a: a.op, b: operation(random, a.after).op };
  },
  transform(random) {
    const doc = document(random);
    return { a: operation(random, doc).op, b: operation(random, doc).op, side: random.pick(['left', 'right']) };
  },
  invert: (random) => ({ a: operation(random, document(random)).op }),
  normalize(random) {
    const a = operation(random, document(random), 6).op;
    // An absent path is the document, which a list change or an older string edit cannot name.
    if (random.chance(30) && ['na', 'oi', 'od', 't'].some((key) => key in a[0])) delete a[0].p;
    return { a: random.chance(10) ? a[0] : a };
  },
};

const STOCK = {
  apply: ({ doc, a }) => type.apply(doc, a),
  compose: ({ a, b }) => type.compose(a, b),
  transform: ({ a, b, side }) => type.transform(a, b, side),
  invert: ({ a }) => type.invert(a),
  normalize: ({ a }) => type.normalize(a),
};

export const functions = ['transform', 'transform', 'transform', 'compose', 'apply', 'apply', 'invert', 'normalize'];

export function request(random, op) {
  return copy({ op, ...REQUESTS[op](random) });
}

export function stockAnswer(request) {
  return STOCK[request.op](copy(request));
}
