/** All in pixels from the text's left upper corner. */
export interface Caret {
  readonly left: number;
  readonly top: number;
  readonly height: number;
}

export interface Flag {
  readonly caret: Caret;
  readonly width: number;
  readonly height: number;
  /** Stands on its caret; else it stands beside the text, level with its line. */
  readonly above: boolean;
}

export interface Place {
  readonly left: number;
  readonly top: number;
}

/** The room for flags: the width of the text, and of the empty strip to its left. */
export interface Room {
  readonly width: number;
  readonly strip: number;
}

const kGap = 2;
/** Carets whose tops differ by less stand on one line, whatever the size of its letters. */
const kOneLine = 6;

/** Places for all flags, in their order, so that none hides another one. */
export function placeFlags(flags: readonly Flag[], room: Room): readonly Place[] {
  const places = new Map<Flag, Place>();
  for (const line of linesOf(flags.filter(({ above }) => above))) placeInRow(line, room, places);
  placeBeside(linesOf(flags.filter(({ above }) => !above)), room, places);
  return flags.map((flag) => places.get(flag) ?? { left: 0, top: 0 });
}

/** For each caret, how many of those before it stand at the same place: their heads are drawn side by side. */
export function fans(carets: readonly Caret[], width: number): readonly number[] {
  return carets.map((caret, i) => carets.slice(0, i).filter((other) => isOneLine(caret, other) && Math.abs(caret.left - other.left) < width).length);
}

const isOneLine = (a: Caret, b: Caret): boolean => Math.abs(a.top - b.top) < kOneLine;

/** The flags of each line from left to right, the lines from above. */
function linesOf(flags: readonly Flag[]): readonly (readonly Flag[])[] {
  const lines: Flag[][] = [];
  for (const flag of [...flags].sort((a, b) => a.caret.top - b.caret.top)) {
    const line = lines.at(-1);
    if (line?.[0] && isOneLine(line[0].caret, flag.caret)) line.push(flag);
    else lines.push([flag]);
  }
  for (const line of lines) line.sort((a, b) => a.caret.left - b.caret.left);
  return lines;
}

/** On their carets, pushed to the right by those before; at the end of the line, back to the left. */
function placeInRow(line: readonly Flag[], { width }: Room, places: Map<Flag, Place>): void {
  const lefts: number[] = [];
  let free = 0;
  for (const { caret, width: own } of line) {
    lefts.push(Math.max(free, caret.left - 1));
    free = (lefts.at(-1) ?? 0) + own + kGap;
  }
  let limit = width;
  for (let i = line.length - 1; i >= 0; i -= 1) {
    const flag = line[i] as Flag;
    const left = Math.min(lefts[i] as number, limit - flag.width);
    places.set(flag, { left, top: flag.caret.top - flag.height });
    limit = left - kGap;
  }
}

/** In columns beside the text, as level with their lines as the others allow. */
function placeBeside(lines: readonly (readonly Flag[])[], { strip }: Room, places: Map<Flag, Place>): void {
  const flags = lines.flat();
  const column = Math.max(0, ...flags.map(({ width }) => width)) + kGap;
  const free: number[] = Array.from({ length: Math.max(1, Math.floor(strip / column)) }, () => -Infinity);
  for (const flag of flags) {
    const level = flag.caret.top + (flag.caret.height - flag.height) / 2;
    const open = free.findIndex((from) => from <= level);
    const at = open >= 0 ? open : free.indexOf(Math.min(...free));
    const top = Math.max(level, free[at] as number);
    places.set(flag, { left: -column * (at + 1), top });
    free[at] = top + flag.height + 1;
  }
}
