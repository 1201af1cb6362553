const kKey = 'plenary-frozen-papers';
/** Papers remembered; the oldest go. */
const kMost = 200;

function all(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(kKey) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

/** Whether frozen parts held in this paper when the server was asked last: it may be opened offline. */
export function heldLast(document: string): boolean {
  return all().includes(document);
}

export function rememberHeld(document: string, holds: boolean): void {
  const others = all().filter((id) => id !== document);
  if (!holds && others.length === all().length) return;
  try {
    localStorage.setItem(kKey, JSON.stringify(holds ? [...others.slice(-(kMost - 1)), document] : others));
  } catch {
    // Then the server refuses what would change them, and the page keeps the words.
  }
}
