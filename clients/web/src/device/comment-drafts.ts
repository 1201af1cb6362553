import type { Mention } from '../threads/mentions.ts';
import type { CellName } from '../text/inside.ts';
import type { Reaction, Span } from '../threads/types.ts';

/** A comment that is not sent yet, or whose arrival is not known. */
export interface CommentDraft {
  /** Names the draft here and, as idempotency key, the comment at the server. */
  readonly key: string;
  readonly about:
    | { readonly kind: 'words'; readonly index: number; readonly length: number; readonly quote: string; readonly cell?: CellName; readonly inside?: Span }
    | { readonly kind: 'thread'; readonly thread: string }
    | { readonly kind: 'comment'; readonly thread: string; readonly comment: string };
  /** As it is read while it is written: names without their markup. */
  readonly text: string;
  /** People that the text names. */
  readonly mentions?: readonly Mention[];
  /** It was sent, and whether it arrived is not known: it is offered again. */
  readonly sent: boolean;
}

/** Drafts of comments on one document, in this browser; each is an entry of its own, so that tabs do not collide. */
export class CommentDrafts {
  readonly #prefix: string;
  readonly #reactions: string;

  /** `author`: the author's id, since several people may use one browser; empty in open mode. */
  constructor(document: string, author = '') {
    const whose = author ? `${document}@${author}` : document;
    this.#prefix = `plenary-comment/${whose}/`;
    this.#reactions = `plenary-reactions/${whose}`;
  }

  all(): readonly CommentDraft[] {
    try {
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(this.#prefix))
        .map((key) => JSON.parse(localStorage.getItem(key) ?? 'null') as CommentDraft | null)
        .filter((draft): draft is CommentDraft => typeof draft?.key === 'string' && typeof draft.text === 'string');
    } catch {
      return [];
    }
  }

  /** Whether it would survive a reload. */
  keep(draft: CommentDraft): boolean {
    try {
      localStorage.setItem(this.#prefix + draft.key, JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }

  drop(key: string): void {
    try {
      localStorage.removeItem(this.#prefix + key);
    } catch {
      // It was not kept either.
    }
  }

  /** My reactions, where the server does not know who asks. */
  reactions(): Readonly<Record<string, Reaction>> {
    try {
      return JSON.parse(localStorage.getItem(this.#reactions) ?? '{}') as Record<string, Reaction>;
    } catch {
      return {};
    }
  }

  keepReactions(reactions: Readonly<Record<string, Reaction>>): void {
    try {
      localStorage.setItem(this.#reactions, JSON.stringify(reactions));
    } catch {
      // Then the button does not stay pressed across a reload.
    }
  }
}

export function newKey(): string {
  // `crypto.randomUUID` is missing on plain http.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
