import { deltaOf } from './delta.ts';
import type { Op, Ops } from './delta.ts';
import { kTable, standsAlone } from './embeds.ts';
import type { Table } from './embeds.ts';
import type { Formats } from './template-marks.ts';

/**
 * The law of papers in which frozen parts hold: the sequence of frozen lines (their words and attributes; of a table its
 * columns) is the same before and after each change. What leaves it the same is free.
 */
export function touchesFrozen(content: Ops, change: Ops): boolean {
  const before = content.map(onlyColumns);
  const after = deltaOf(before).compose(deltaOf(change.map(onlyColumnsOfChange))).ops;
  const [old, now] = [frozenLines(before), frozenLines(after)];
  return old.length !== now.length || old.some((line, at) => line !== now[at]);
}

/** The frozen lines of a content, each as a text that is the same for the same line. */
export function frozenLines(content: Ops): readonly string[] {
  const found: string[] = [];
  let words: Op[] = [];
  for (const { insert, attributes } of content) {
    if (typeof insert !== 'string') {
      if (standsAlone(insert)) {
        words = [];
        if (isFrozen(attributes)) found.push(textOf([onlyColumns({ insert: insert as Record<string, unknown> }), attributes]));
      } else if (insert) words.push({ insert, ...(attributes ? { attributes } : {}) });
      continue;
    }
    insert.split('\n').forEach((part, at) => {
      if (at > 0) {
        if (isFrozen(attributes)) found.push(textOf([deltaOf(words).ops, attributes]));
        words = [];
      }
      if (part !== '') words.push({ insert: part, ...(attributes ? { attributes } : {}) });
    });
  }
  return found;
}

export function isFrozen(attributes: Formats | undefined): boolean {
  return attributes?.['frozen'] === true;
}

/** A table without its rows and cells, which are free. */
function onlyColumns(op: Op): Op {
  const table = typeof op.insert === 'object' ? (op.insert[kTable] as Table | undefined) : undefined;
  return table ? { ...op, insert: { [kTable]: { columns: table.columns ?? [] } } } : op;
}

/** A change of rows and cells passes a table by: 8,000 cells are not gone through for a key in one of them. */
function onlyColumnsOfChange(op: Op): Op {
  const table = typeof op.retain === 'object' ? (op.retain[kTable] as Table | undefined) : undefined;
  if (!table) return onlyColumns(op);
  return { ...op, retain: table.columns?.length ? { [kTable]: { columns: table.columns } } : 1 };
}

/** JSON with the members of objects in one order. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_name, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each,
  );
}
