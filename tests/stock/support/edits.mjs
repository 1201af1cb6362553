// Random edits that are valid at the document they are made for, biased to collisions: small documents, few keys.

const WORDS = ['the ', 'paper ', 'a', 'b', '\n', '😀', '🎉x', '\ud83d', '\ude00', 'é', '\u2028', 'working group '];
const ATTRIBUTES = [{ bold: true }, { bold: null }, { color: 'red' }, { color: 'blue' }, { bold: true, color: null }, { list: { a: 1 } }];
const EMBEDS = [{ image: 'x.png' }, { divider: true }];
const LONG = 400; // beyond it deletes are more likely than inserts

export const richTextLength = (ops) =>
  ops.reduce((sum, { insert }) => sum + (typeof insert === 'string' ? insert.length : 1), 0);

/** A rich-text op for a document of `length` units; positions may fall between the halves of a pair. */
export function randomRichTextOp(random, length, marker) {
  const op = [];
  let left = length;
  const skip = (attributes) => {
    const count = Math.min(left, 1 + random.below(Math.max(1, attributes ? 6 : left)));
    if (count === 0) return;
    op.push(attributes ? { retain: count, attributes } : { retain: count });
    left -= count;
  };
  const edits = 1 + random.below(3);
  for (let i = 0; i < edits; i++) {
    if (random.chance(0.8)) skip();
    const kind = random.unit();
    if (left > 0 && kind < (length > LONG ? 0.6 : 0.3)) {
      const count = Math.min(left, 1 + random.below(length > LONG ? 40 : 6));
      op.push({ delete: count });
      left -= count;
    } else if (left > 0 && kind < 0.7) {
      skip(random.pick(ATTRIBUTES));
    } else if (kind < 0.75) {
      op.push({ insert: random.pick(EMBEDS) });
    } else {
      const insert = { insert: marker ?? random.pick(WORDS) };
      const attributes = random.pick(ATTRIBUTES);
      if (random.chance(0.3) && Object.values(attributes)[0] !== null) {
        insert.attributes = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));
      }
      op.push(insert);
    }
  }
  return op;
}

export const emptyJson = () => ({ list: [], tree: {}, n: 0, si: '', text0: '' });

/** A json0 op for a document that began as emptyJson(). */
export function randomJsonOp(random, data) {
  const kinds = [listOp, listOp, treeOp, treeOp, numberOp, stringOp, text0Op];
  return random.pick(kinds)(random, data);
}

function randomValue(random) {
  return random.pick([0, 1, 'x', '😀', '\ud83d', null, true, [], { k: 1 }, [1, 'two']]);
}

function listOp(random, { list }) {
  const at = random.below(list.length + 1);
  if (at === list.length || random.chance(list.length > 12 ? 0.1 : 0.4)) return [{ p: ['list', at], li: randomValue(random) }];
  const kind = random.below(4);
  if (kind === 0) return [{ p: ['list', at], ld: list[at] }];
  if (kind === 1) return [{ p: ['list', at], ld: list[at], li: randomValue(random) }];
  if (kind === 2) return [{ p: ['list', at], lm: random.below(list.length) }];
  if (Array.isArray(list[at])) return [{ p: ['list', at, 0], li: random.below(9) }];
  return [{ p: ['list', at], ld: list[at] }];
}

function treeOp(random, { tree }) {
  const key = random.pick(['a', 'b', 'c']);
  if (!(key in tree)) return [{ p: ['tree', key], oi: randomValue(random) }];
  const inner = tree[key];
  if (inner !== null && typeof inner === 'object' && !Array.isArray(inner) && random.chance(0.5)) {
    return [{ p: ['tree', key, random.pick(['k', 'l'])], oi: random.below(9) }];
  }
  if (random.chance(0.5)) return [{ p: ['tree', key], od: inner }];
  return [{ p: ['tree', key], od: inner, oi: randomValue(random) }];
}

const numberOp = (random) => [{ p: ['n'], na: random.below(7) - 3 }];

// Old string ops and text0 must not meet on one string: the stock type does not converge there.
function stringOp(random, { si }) {
  const at = random.below(si.length + 1);
  if (at < si.length && random.chance(0.4)) {
    return [{ p: ['si', at], sd: si.slice(at, at + 1 + random.below(3)) }];
  }
  return [{ p: ['si', at], si: random.pick(WORDS) }];
}

function text0Op(random, { text0 }) {
  const at = random.below(text0.length + 1);
  if (at < text0.length && random.chance(0.4)) {
    return [{ p: ['text0'], t: 'text0', o: [{ p: at, d: text0.slice(at, at + 1 + random.below(3)) }] }];
  }
  return [{ p: ['text0'], t: 'text0', o: [{ p: at, i: random.pick(WORDS) }] }];
}
