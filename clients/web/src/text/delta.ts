import Delta from 'quill-delta';
import type { Op } from 'quill-delta';
import './embeds.ts';

export { Delta };
export type { Op };
export type Ops = readonly Op[];

/** An op frame holds a bare array or `{ops}`: receivers take both. */
export function opsOf(value: unknown): Ops {
  if (Array.isArray(value)) return value as Ops;
  if (typeof value === 'object' && value !== null && 'ops' in value && Array.isArray(value.ops)) {
    return value.ops as Ops;
  }
  return [];
}

export function deltaOf(ops: Ops): Delta {
  return new Delta(ops as Op[]);
}

/** Length of one component in UTF-16 units; an embed counts 1. */
export function opLength(op: Op): number {
  if (typeof op.delete === 'number') return op.delete;
  if (typeof op.retain === 'number') return op.retain;
  return typeof op.insert === 'string' ? op.insert.length : 1;
}

export function contentLength(content: Ops): number {
  return content.reduce((length, op) => length + opLength(op), 0);
}

export interface InsideChange {
  /** The place of the embed. */
  readonly index: number;
  /** The change of its content, under the name of its kind. */
  readonly change: Readonly<Record<string, unknown>>;
}

/** The first change inside of a table or a note in `ops`; null if there is none. */
export function insideChange(ops: Ops): InsideChange | null {
  let index = 0;
  for (const op of ops) {
    if (typeof op.retain === 'object') return { index, change: op.retain };
    if (op.delete === undefined) index += opLength(op);
  }
  return null;
}

/** The number of units by which `ops` makes a document longer. */
export function lengthChange(ops: Ops): number {
  return ops.reduce((change, op) => {
    if (op.insert !== undefined) return change + opLength(op);
    return typeof op.delete === 'number' ? change - op.delete : change;
  }, 0);
}

export function endsWithNewline(content: Ops): boolean {
  const last = content.at(-1);
  return last !== undefined && typeof last.insert === 'string' && last.insert.endsWith('\n');
}

/** How many lines `ops` insert; an embed counts as one. */
export function linesIn(ops: Ops): number {
  let lines = 0;
  for (const { insert } of ops) {
    if (typeof insert === 'string') for (let at = insert.indexOf('\n'); at >= 0; at = insert.indexOf('\n', at + 1)) lines += 1;
    else if (insert) lines += 1;
  }
  return lines;
}
