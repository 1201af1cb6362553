import type { Cast, Figure } from './cast.ts';
import type { Blame, BlameRun, Counts, Difference } from './types.ts';

/** One line of the legend: an author or group, the share of the text, the changes in the comparison that is shown. */
export interface LegendLine {
  readonly figure: Figure;
  /** 0 … 100; null while it is not known. */
  readonly percent: number | null;
  readonly done: Counts | null;
}

const kNothing: Counts = { inserted: 0, deleted: 0, reformatted: 0 };

const sum = (a: Counts, b: Counts): Counts => ({
  inserted: a.inserted + b.inserted,
  deleted: a.deleted + b.deleted,
  reformatted: a.reformatted + b.reformatted,
});

const percentOf = (units: number, of: number): number => (of > 0 ? (100 * units) / of : 0);

interface Known {
  readonly shown: Pick<Difference, 'authors' | 'summary'> | null;
  readonly blame: Blame | null;
}

/** Orders the legend: authors of the shown changes first, then by share of the text. */
function inOrder(lines: Iterable<LegendLine>): readonly LegendLine[] {
  const work = ({ done }: LegendLine): number => (done ? done.inserted + done.deleted + done.reformatted : 0);
  return [...lines].sort((a, b) => work(b) - work(a) || (b.percent ?? 0) - (a.percent ?? 0));
}

export function legendOfPeople(cast: Cast, { shown, blame }: Known): readonly LegendLine[] {
  const lines = new Map<string, LegendLine>();
  const line = (figure: Figure): LegendLine => lines.get(figure.id) ?? { figure, percent: blame ? 0 : null, done: null };
  const written = blame ? cast.meet(blame.authors) : [];
  for (const { by, units } of blame?.share ?? []) {
    const figure = written[by];
    if (figure) lines.set(figure.id, { ...line(figure), percent: percentOf(units, blame?.units ?? 0) });
  }
  const doers = shown ? cast.meet(shown.authors) : [];
  for (const { by, ...done } of shown?.summary.by ?? []) {
    const figure = doers[by];
    if (figure) lines.set(figure.id, { ...line(figure), done });
  }
  return inOrder(lines.values());
}

/** A person of several groups counts in each. */
export function legendOfGroups(cast: Cast, { shown, blame }: Known): readonly LegendLine[] {
  const lines = new Map<string, LegendLine>();
  for (const { name, units } of blame?.groups ?? []) {
    lines.set(name, { figure: cast.group(name), percent: percentOf(units, blame?.units ?? 0), done: null });
  }
  const doers = shown ? cast.meet(shown.authors) : [];
  for (const { by, ...done } of shown?.summary.by ?? []) {
    for (const name of doers[by]?.groups ?? []) {
      const line = lines.get(name) ?? { figure: cast.group(name), percent: blame ? 0 : null, done: null };
      lines.set(name, { ...line, done: sum(line.done ?? kNothing, done) });
    }
  }
  return inOrder(lines.values());
}

/** The authors of the words from `start` to `end`. Neighbouring runs of one author are joined. */
export function writersOf(blame: Pick<Blame, 'runs'>, start: number, end: number): readonly BlameRun[] {
  const found: BlameRun[] = [];
  for (const run of blame.runs) {
    const from = Math.max(run.index, start);
    const to = Math.min(run.index + run.length, end);
    if (to <= from) continue;
    const last = found.at(-1);
    const joins = last !== undefined && last.by === run.by && last.last.version === run.last.version;
    if (joins) found[found.length - 1] = { ...last, length: to - last.index };
    else found.push({ ...run, index: from, length: to - from });
  }
  return found;
}
