import Delta from 'quill-delta';
import { opLength } from '../text/delta.ts';
import type { Ops } from '../text/delta.ts';
import { isFrozen, touchesFrozen } from '../text/frozen.ts';
import { LazyEditor, deltaOf } from './lazy-editor.ts';

type Attributes = Record<string, unknown>;
type Line = ReturnType<LazyEditor['scroll']['lines']>[number];

/**
 * Keeps what belongs to the template as it is, where frozen parts hold. Every change of a person comes through here: one that is
 * asked for is refused before it is made, one that the browser made is taken back before anybody is told of it.
 */
export class FrozenEditor extends LazyEditor {
  /** Whether frozen parts hold in this paper. */
  holds = false;
  /** Told of each change that was refused, with the words that it would have brought, and where the caret was before it. */
  onRefused: (words: string, at?: number) => void = () => undefined;
  /** More than 0 while the server's own changes are made. */
  #letting = 0;

  /** Does `work` without asking: it shows what the document already is. */
  letting<T>(work: () => T): T {
    this.#letting += 1;
    try {
      return work();
    } finally {
      this.#letting -= 1;
    }
  }

  /** Whether `change` would change a frozen line. Looks only at the lines that it touches. */
  refuses(change: Delta): boolean {
    if (!this.holds || this.#letting > 0) return false;
    const { from, to, marks } = reachOf(change.ops);
    const { scroll } = this;
    const first = Math.min(from, scroll.length() - 1);
    const start = first - scroll.line(first)[1];
    const lines = scroll.lines(start, Math.min(to + 1, scroll.length()) - start);
    if (!marks && !lines.some(isFrozenLine)) return false;
    return touchesFrozen(deltaOf(lines).ops, withoutStart(change.ops, start));
  }

  /** As `refuses`, and says so. */
  refusesAloud(change: Delta): boolean {
    if (!this.refuses(change)) return false;
    this.onRefused(wordsIn(change.ops));
    return true;
  }

  override applyDelta(delta: Delta): Delta {
    if (this.refusesAloud(delta)) return new Delta();
    if (this.holds) this.scroll.update(); // what was typed before is asked about by itself
    return this.letting(() => super.applyDelta(delta));
  }

  override insertText(index: number, text: string, formats: Attributes = {}): Delta {
    return this.refusesAloud(new Delta().retain(index).insert(text, formats)) ? new Delta() : super.insertText(index, text, formats);
  }

  override insertEmbed(index: number, embed: string, value: unknown): Delta {
    return this.refusesAloud(new Delta().retain(index).insert({ [embed]: value })) ? new Delta() : super.insertEmbed(index, embed, value);
  }

  override deleteText(index: number, length: number): Delta {
    return this.refusesAloud(new Delta().retain(index).delete(length)) ? new Delta() : super.deleteText(index, length);
  }

  override formatText(index: number, length: number, formats: Attributes = {}): Delta {
    return this.refusesAloud(new Delta().retain(index).retain(length, formats)) ? new Delta() : super.formatText(index, length, formats);
  }

  override formatLine(index: number, length: number, formats: Attributes = {}): Delta {
    const change = new Delta();
    let at = 0;
    if (this.holds) {
      for (const line of this.scroll.lines(index, Math.max(length, 1))) {
        const end = line.offset(this.scroll) + line.length() - 1;
        change.retain(end - at).retain(1, formats);
        at = end + 1;
      }
    }
    return this.refusesAloud(change) ? new Delta() : super.formatLine(index, length, formats);
  }

  /** Without `change`: reads what the browser has done to the page. */
  override update(...given: Parameters<LazyEditor['update']>): Delta {
    const before = this.delta;
    const made = super.update(...given);
    const [change, mutations = [], selection] = given;
    if (change !== null || !this.holds || this.#letting > 0) return made;
    if (this.#areInFreeLines(mutations) || !touchesFrozen(before.ops, made.ops)) return made;
    this.letting(() => this.applyDelta(made.invert(before)));
    this.onRefused(wordsIn(made.ops), selection?.oldRange.index);
    return new Delta();
  }

  /** Whether all of it happened inside of lines, none of them frozen: no line came or went. */
  #areInFreeLines(mutations: readonly MutationRecord[]): boolean {
    return mutations.every(({ target }) => {
      const line = this.lineOf(target);
      return line !== null && !isFrozenLine(line);
    });
  }
}

export function isFrozenLine(line: Line): boolean {
  return isFrozen('children' in line ? line.formats() : line.attributes.values());
}

/** From which to which place of the text `ops` change something, and whether they set what is frozen. */
function reachOf(ops: Ops): { readonly from: number; readonly to: number; readonly marks: boolean } {
  let at = 0;
  let from: number | null = null;
  let to = 0;
  for (const op of ops) {
    const isPassed = typeof op.retain === 'number' && !op.attributes;
    if (!isPassed) from ??= at;
    if (op.insert === undefined) at += opLength(op);
    if (!isPassed) to = at;
  }
  return { from: from ?? 0, to, marks: ops.some(({ attributes }) => attributes !== undefined && 'frozen' in attributes) };
}

/** `ops` for a text that begins at `start`, before which they change nothing. */
function withoutStart(ops: Ops, start: number): Ops {
  const [first, ...others] = ops;
  if (start === 0 || typeof first?.retain !== 'number') return ops;
  return first.retain === start ? others : [{ retain: first.retain - start }, ...others];
}

function wordsIn(ops: Ops): string {
  return ops.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('');
}
