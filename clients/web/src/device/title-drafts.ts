/** Titles that were typed on this device and that the server does not have yet. They outlive the page. */

const keyOf = (author: string, document: string): string => `plenary-title:${author}:${document}`;

/** null: the server has it, or does not take it. */
export function keepTitle(author: string, document: string, title: string | null): void {
  try {
    if (title === null) localStorage.removeItem(keyOf(author, document));
    else localStorage.setItem(keyOf(author, document), title);
  } catch {
    // No room or no permission: the title lives as long as this page.
  }
}

export function keptTitle(author: string, document: string): string | null {
  try {
    return localStorage.getItem(keyOf(author, document));
  } catch {
    return null;
  }
}
