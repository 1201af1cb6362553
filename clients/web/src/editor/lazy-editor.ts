import Editor from 'quill/core/editor.js';
import Block, { bubbleFormats } from 'quill/blots/block.js';
import TextBlot from 'quill/blots/text.js';
import Delta, { Op } from 'quill-delta';
import { endsWithNewline, linesIn } from '../text/delta.ts';
import { LazyContents } from './lazy-contents.ts';
import { plainContents } from './plain-lines.ts';

type SelectionInfo = NonNullable<Parameters<Editor['update']>[2]>;
type Place = { readonly index: number; readonly length: number };

/**
 * Quill's Editor without its per-change walk over the whole document: contents are composed when read, a change from
 * the server is taken as it is, and a change inside one text node is found in that node, whatever its script.
 */
export class LazyEditor extends Editor {
  #contents!: LazyContents;
  #trusting = false;

  // The parent's constructor writes to `delta`, which is an accessor here.
  static over<T extends LazyEditor>(this: new (scroll: Editor['scroll']) => T, editor: Editor): T {
    const lazy = new this(editor.scroll);
    Object.defineProperty(lazy, 'delta', {
      get: () => lazy.#contents.asDelta(),
      set: (delta: Delta) => {
        lazy.#contents = LazyContents.of(delta);
      },
    });
    lazy.#contents = LazyContents.of(lazy.getDelta());
    return lazy;
  }

  /** Applies a change that is known to be exactly representable here. */
  applyTrusted(delta: Delta): Delta {
    return this.trusting(() => this.applyDelta(delta));
  }

  trusting<T>(work: () => T): T {
    const before = this.#trusting;
    this.#trusting = true;
    try {
      return work();
    } finally {
      this.#trusting = before;
    }
  }

  /**
   * As the parent's, which looks for the place of each inserted line from the first line of the document on: many lines
   * at once took the square of their number. They go in as whole pieces, behind everything else that changes.
   */
  override applyDelta(delta: Delta): Delta {
    const { rest, pieces } = withoutLongPieces(delta);
    if (pieces.length === 0) return super.applyDelta(delta);
    let applied = rest.ops.length > 0 ? super.applyDelta(rest) : new Delta();
    if (rest.ops.length === 0) this.scroll.update();
    for (const { at, contents } of pieces) applied = applied.compose(this.insertContents(at, contents));
    return applied;
  }

  /** As the parent's. Plain lines before a line are new blocks and nothing else: it need not be looked at what became of them. */
  override insertContents(index: number, contents: Delta): Delta {
    const plain = linesIn(contents.ops) >= kLongPiece ? plainContents(this.scroll, contents.ops) : null;
    if (!plain) return super.insertContents(index, contents);
    const joins = this.scroll.line(index)[1] > 0;
    const start = joins ? (plain.lines[0]?.text.length ?? 0) + 1 : 0;
    const end = contents.length() - plain.rest.length;
    const head = this.#insertPart(index, contents.slice(0, start));
    const lines = this.trusting(() => this.#insertPart(index + start, contents.slice(start, end)));
    return head.compose(lines).compose(this.#insertPart(index + end, contents.slice(end)));
  }

  #insertPart(index: number, part: Delta): Delta {
    return part.ops.length > 0 ? super.insertContents(index, part) : part;
  }

  override getContents(index: number, length: number): Delta {
    return this.#contents.get().slice(index, index + length);
  }

  /** As the parent's, which copies the list of components once per line. */
  override getDelta(): Delta {
    return deltaOf(this.scroll.lines());
  }

  override update(change: Delta | null, mutations: MutationRecord[] = [], selection?: SelectionInfo): Delta {
    const known = change && (this.#trusting || changesAnEmbed(change)) ? change : (this.#changeInOneTextNode(mutations, selection) ?? this.#changeInOneLine(mutations, selection));
    if (known) {
      this.#contents = this.#contents.then(known);
      return known;
    }
    const expected = change && this.#contents.then(change);
    if (expected && this.#shows(expected.get(), change)) {
      this.#contents = expected;
      return change;
    }
    const before = this.#contents.get();
    const after = this.getDelta();
    this.#contents = LazyContents.of(after);
    return before.diff(after, selection);
  }

  /** Whether the lines that `change` touched, and their neighbours, are as `contents` has them. */
  #shows(contents: Delta, change: Delta): boolean {
    const { scroll } = this;
    const length = scroll.length();
    if (contents.length() !== length) return false;
    const touched = touchedBy(change);
    if (!touched) return false; // Quill says nothing of a line that it gave a format at the caret
    const { from, to } = touched;
    const [first, inFirst] = scroll.line(Math.max(0, from - 1));
    const [last, inLast] = scroll.line(Math.min(to + 1, length - 1));
    if (!first || !last) return false;
    const start = Math.max(0, from - 1) - inFirst;
    const end = Math.min(to + 1, length - 1) - inLast + last.length();
    return equal(contents.slice(start, end), deltaOf(scroll.lines(start, end - start)));
  }

  /** What was typed into an empty line, for example: everything that happened to the page happened inside of one line. */
  #changeInOneLine(mutations: MutationRecord[], selection: SelectionInfo | undefined): Delta | null {
    const [first] = mutations;
    const line = first && this.lineOf(first.target);
    if (!line || !mutations.every(({ target }) => line.domNode.contains(target))) return null;
    const index = line.offset(this.scroll);
    const contents = this.#contents.get();
    const before = contents.slice(index, index + line.length() + contents.length() - this.scroll.length());
    const after = deltaOf([line]);
    const isOneLine = linesIn(before.ops) === 1 && endsWithNewline(before.ops);
    if (!isOneLine || [...before.ops, ...after.ops].some(({ insert }) => typeof insert === 'string' && splitsACharacter(insert))) return null;
    return new Delta().retain(index).concat(before.diff(after, relativeTo(index, selection)));
  }

  protected lineOf(node: Node): Block | null {
    let blot: ReturnType<Editor['scroll']['find']> | undefined = this.scroll.find(node, true);
    while (blot && !(blot instanceof Block)) blot = blot.parent;
    return blot ?? null; // of a node that is not in the text any more nothing is found at all
  }

  #changeInOneTextNode(mutations: MutationRecord[], selection: SelectionInfo | undefined): Delta | null {
    const [mutation, ...more] = mutations;
    if (!mutation || more.length > 0 || mutation.type !== 'characterData') return null;
    const blot = this.scroll.find(mutation.target);
    if (!(blot instanceof TextBlot) || mutation.oldValue === null) return null;
    const index = blot.offset(this.scroll);
    // U+FEFF may be one of the words' own characters; the caret's own one stands in a node that is no TextBlot.
    const before = mutation.oldValue;
    const after = blot.value();
    // Half a character would make the comparison lose its way; the whole walk is slower and sure.
    if (splitsACharacter(before) || splitsACharacter(after)) return null;
    const formats = bubbleFormats(blot);
    const found = new Delta().insert(before).diff(new Delta().insert(after), relativeTo(index, selection));
    const change = new Delta().retain(index);
    for (const op of found.ops) {
      if (typeof op.insert === 'string') change.insert(op.insert, formats);
      else change.push(op);
    }
    return change;
  }
}

export function deltaOf(lines: ReturnType<Editor['scroll']['lines']>): Delta {
  const delta = new Delta();
  for (const line of lines) for (const op of line.delta().ops) delta.push(op);
  return delta;
}

/** The part of the new contents outside of which `change` leaves everything as it was; null if it says that it changes nothing. */
function touchedBy(change: Delta): { readonly from: number; readonly to: number } | null {
  let at = 0;
  let from: number | null = null;
  let to = 0;
  for (const op of change.ops) {
    const isPassed = typeof op.retain === 'number' && !op.attributes;
    if (!isPassed) from ??= at;
    if (op.delete === undefined) at += Op.length(op);
    if (!isPassed) to = at;
  }
  return from === null ? null : { from, to };
}

/** What happens inside of a table is done by the table, as it is told: comparing its cells would find nothing else. */
function changesAnEmbed(change: Delta): boolean {
  return change.ops.some(({ retain }) => typeof retain === 'object');
}

/** From how many lines on a piece is long. */
const kLongPiece = 40;

interface Piece {
  /** Its place when everything before it is there. */
  readonly at: number;
  readonly contents: Delta;
}

function withoutLongPieces(delta: Delta): { readonly rest: Delta; readonly pieces: readonly Piece[] } {
  const rest = new Delta();
  const pieces: Piece[] = [];
  let at = 0;
  for (let next = 0; next < delta.ops.length; ) {
    const op = delta.ops[next];
    if (!op) break;
    if (op.insert === undefined) {
      rest.push(op);
      if (op.delete === undefined) at += Op.length(op);
      next += 1;
      continue;
    }
    const contents = new Delta();
    for (let inserted = delta.ops[next]; inserted?.insert !== undefined; inserted = delta.ops[(next += 1)]) contents.push(inserted);
    if (linesIn(contents.ops) < kLongPiece) for (const small of contents.ops) rest.push(small);
    else pieces.push({ at, contents });
    at += contents.length();
  }
  return { rest: rest.chop(), pieces };
}

function relativeTo(index: number, selection: SelectionInfo | undefined): SelectionInfo | undefined {
  return selection && { oldRange: moved(selection.oldRange, -index), newRange: moved(selection.newRange, -index) };
}

function moved(range: Place, by: number): Place {
  return { index: range.index + by, length: range.length };
}

function splitsACharacter(text: string): boolean {
  return !text.isWellFormed();
}

function equal(a: Delta, b: Delta): boolean {
  return a.ops.length === b.ops.length && isSame(a.ops, b.ops);
}

/** Whether two values of JSON are the same, in whatever order their members are. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => isSame((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}
