/** Tables as text: cells parted by tabs, rows by line ends; a cell with either, or with quotes, stands in quotes. */

export function toTsv(lines: readonly (readonly string[])[]): string {
  return lines.map((line) => line.map(quoted).join('\t')).join('\n');
}

function quoted(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function fromTsv(text: string): string[][] {
  const lines: string[][] = [[]];
  let at = 0;
  while (at <= text.length) {
    const { cell, end } = cellAt(text, at);
    lines.at(-1)?.push(cell);
    if (end >= text.length) break;
    const isLineEnd = text[end] !== '\t';
    at = end + (text.startsWith('\r\n', end) ? 2 : 1);
    if (isLineEnd && at >= text.length) break; // a last line end ends the last row
    if (isLineEnd) lines.push([]);
  }
  return lines;
}

function cellAt(text: string, start: number): { readonly cell: string; readonly end: number } {
  if (text[start] === '"') {
    const found = /^"((?:[^"]|"")*)"(?=[\t\r\n]|$)/.exec(text.slice(start));
    if (found) return { cell: (found[1] ?? '').replaceAll('""', '"').replaceAll(/\r\n?/g, '\n'), end: start + found[0].length };
  }
  const length = text.slice(start).search(/[\t\r\n]/);
  const end = length < 0 ? text.length : start + length;
  return { cell: text.slice(start, end), end };
}
