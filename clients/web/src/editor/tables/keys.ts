import type { KeyPress } from '../shortcuts.ts';

/** "move": keys go from cell to cell, what is typed takes the place of what is there. "write": keys belong to the words. */
export type Mode = 'move' | 'write';

export type Intent =
  | { readonly do: 'step'; readonly rows: number; readonly columns: number; readonly extend: boolean; readonly toEdge: boolean }
  | { readonly do: 'tab'; readonly by: 1 | -1 }
  | { readonly do: 'shift-row'; readonly by: 1 | -1 }
  /** Ends writing and goes one cell down. */
  | { readonly do: 'commit' }
  | { readonly do: 'write' | 'stop' | 'leave' | 'newline' | 'clear' | 'all' | 'undo' | 'redo' | 'toggle' | 'menu' | 'calendar' }
  | { readonly do: 'format'; readonly format: 'bold' | 'italic' | 'underline' | 'strike' | 'code' };

const kArrows: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const kFormats: Readonly<Record<string, 'bold' | 'italic' | 'underline' | 'code'>> = { b: 'bold', i: 'italic', u: 'underline', e: 'code' };

/** What a key means in a table; null: what it means in any text. */
export function intentFor(press: KeyPress, mode: Mode, onMac: boolean, kind: string): Intent | null {
  if (press.composing || press.altGraph) return null;
  const command = onMac ? press.meta : press.ctrl;
  if (press.key === 'F10' && press.shift && !command && !press.alt) return { do: 'menu' };
  if (press.alt) return altIntent(press, command, mode === 'write' && kind === 'date');
  if (command) return commandIntent(press, mode);
  if (press.key === 'Tab') return { do: 'tab', by: press.shift ? -1 : 1 };
  if (press.key === 'Enter') return press.shift ? { do: 'newline' } : mode === 'write' ? { do: 'commit' } : { do: 'write' };
  if (press.key === 'Escape') return { do: mode === 'write' ? 'stop' : 'leave' };
  return mode === 'move' ? moveIntent(press, kind) : null;
}

/** `inDate`: writing in a cell of dates, where the key is that of the browser's own fields. */
function altIntent({ key, shift }: KeyPress, command: boolean, inDate: boolean): Intent | null {
  if (command || shift) return null;
  if (key === 'ArrowDown' && inDate) return { do: 'calendar' };
  if (key === 'ArrowUp') return { do: 'shift-row', by: -1 };
  return key === 'ArrowDown' ? { do: 'shift-row', by: 1 } : null;
}

function commandIntent({ key, shift }: KeyPress, mode: Mode): Intent | null {
  const letter = key.toLowerCase();
  if (letter === 'z') return { do: shift ? 'redo' : 'undo' };
  if (letter === 'y' && !shift) return { do: 'redo' };
  if (letter === 'a' && !shift) return { do: 'all' };
  if (letter === 'x' && shift) return { do: 'format', format: 'strike' };
  const format = shift ? undefined : kFormats[letter];
  if (format) return { do: 'format', format };
  const arrow = mode === 'move' ? kArrows[key] : undefined;
  return arrow ? { do: 'step', rows: arrow[0], columns: arrow[1], extend: shift, toEdge: true } : null;
}

function moveIntent({ key, shift }: KeyPress, kind: string): Intent | null {
  const arrow = kArrows[key];
  if (arrow) return { do: 'step', rows: arrow[0], columns: arrow[1], extend: shift, toEdge: false };
  if (key === 'F2') return { do: 'write' };
  if (key === 'Delete' || key === 'Backspace') return { do: 'clear' };
  if (key === 'Home') return { do: 'step', rows: 0, columns: -1, extend: shift, toEdge: true };
  if (key === 'End') return { do: 'step', rows: 0, columns: 1, extend: shift, toEdge: true };
  return key === ' ' && kind === 'done' ? { do: 'toggle' } : null;
}
