/** One line of a text, with "…" where it was longer. */
export function shorten(text: string, most = 60): string {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  return line.length > most ? `${line.slice(0, most).trimEnd()}…` : line;
}
