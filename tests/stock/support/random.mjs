// Seeded randomness. SEED= replays; every test prints the seed that it used.
export function chooseSeed() {
  return process.env.SEED ? Number(process.env.SEED) : Math.floor(Math.random() * 2 ** 31);
}

/** mulberry32: small, fast, and the same everywhere. */
export class Random {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  unit() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** 0 … bound-1 */
  below(bound) {
    return Math.floor(this.unit() * bound);
  }

  chance(probability) {
    return this.unit() < probability;
  }

  pick(list) {
    return list[this.below(list.length)];
  }
}
