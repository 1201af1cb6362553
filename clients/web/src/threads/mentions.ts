/** A person named in a comment. In Markdown: [@Name](mention:id). */
export interface Mention {
  readonly id: string;
  readonly name: string;
}

/** Names have spaces; a sentence after "@" is not a name. */
const kMostWords = 4;
const kLongestQuery = 60;
const kMarkup = /\[@((?:\\.|[^\]\\])+)\]\(mention:([\w.-]+)\)/gu;

/** The mention that is being typed at the caret: the position of its "@", and the letters after it. */
export function mentionAt(text: string, caret: number): { readonly start: number; readonly query: string } | null {
  const start = text.lastIndexOf('@', caret - 1);
  if (start < 0 || (start > 0 && !/[\s(]/u.test(text[start - 1] ?? ''))) return null;
  const query = text.slice(start + 1, caret);
  const isName = query.length <= kLongestQuery && !/[\n,;:!?()[\]]|^\s|\s\s/u.test(query) && query.split(' ').length <= kMostWords;
  return isName ? { start, query } : null;
}

/** Markdown as people read it while they write. */
export function withoutMarkup(markdown: string): { readonly text: string; readonly mentions: readonly Mention[] } {
  const mentions: Mention[] = [];
  const text = markdown.replaceAll(kMarkup, (_all, escaped: string, id: string) => {
    const name = escaped.replaceAll(/\\(.)/gu, '$1');
    if (!mentions.some((known) => known.id === id)) mentions.push({ id, name });
    return `@${name}`;
  });
  return { text, mentions };
}

/** Marks the names that were chosen; others who are written with "@" are not meant. */
export function withMarkup(text: string, mentions: readonly Mention[]): string {
  const known = [...mentions].filter(({ name }) => name !== '').sort((a, b) => b.name.length - a.name.length);
  let marked = '';
  for (let at = 0; at < text.length; ) {
    const named = text[at] === '@' ? known.find(({ name }) => standsAt(text, at + 1, name)) : undefined;
    if (named) {
      marked += `[@${named.name.replaceAll(/[\\[\]]/gu, '\\$&')}](mention:${named.id})`;
      at += 1 + named.name.length;
    } else {
      marked += text[at] ?? '';
      at += 1;
    }
  }
  return marked;
}

/** The whole name, and not the beginning of another one; where words stand without spaces, any name is whole. */
function standsAt(text: string, at: number, name: string): boolean {
  if (!text.startsWith(name, at)) return false;
  const spaceless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]$/u.test(name);
  return spaceless || !/^[\p{L}\p{N}]/u.test(text.slice(at + name.length, at + name.length + 2));
}
