// Small random numbers, texts and JSON values from a printed seed; biased to meet each other at the same places.

/** A generator of 32-bit numbers from a seed (xorshift with a multiplication, period 2^32). */
export class Random {
  #state;

  constructor(seed) {
    this.#state = (seed ^ 0x9e3779b9) >>> 0 || 1;
    for (let i = 0; i < 8; ++i) this.#next();
  }

  #next() {
    let s = this.#state;
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    this.#state = s >>> 0;
    return Math.imul(this.#state, 0x2545f491) >>> 0;
  }

  /** A whole number from 0 up to n - 1. */
  below(n) {
    return n <= 1 ? 0 : this.#next() % n;
  }

  chance(percent) {
    return this.below(100) < percent;
  }

  pick(list) {
    return list[this.below(list.length)];
  }
}

const PIECES = ['a', 'b', 'c', ' ', '\n', 'é', 'ß', '文', '😀', '\u{10ffff}', '\ud83d', '\ude00', '\u0000', '\u2028', '\ufeff', '"', '\\'];

export function text(random, max = 4, min = 1) {
  let result = '';
  for (let n = min + random.below(max - min + 1); n > 0; --n) result += random.pick(PIECES);
  return result;
}

export const KEYS = ['a', 'b', 'list', 'str', '0', '', 'k😀'];

export function value(random, depth = 2) {
  switch (random.below(depth > 0 ? 9 : 6)) {
    case 0: return null;
    case 1: return random.chance(50);
    case 2: return random.pick([0, 1, -1, 2.5, -0.25, 0.1, 1e9, 1e21, 1e-7]);
    case 3: case 4: case 5: return text(random, 5, 0);
    case 6: case 7: return Array.from({ length: random.below(4) }, () => value(random, depth - 1));
    default: {
      const object = {};
      for (let n = random.below(4); n > 0; --n) object[random.pick(KEYS)] = value(random, depth - 1);
      return object;
    }
  }
}

export function copy(json) {
  return JSON.parse(JSON.stringify(json));
}
