import type { ThreadBook } from './book.ts';
import type { Thread } from './types.ts';

export type Filter = 'open' | 'unread' | 'mine' | 'resolved' | 'orphaned';
export const kFilters: readonly Filter[] = ['open', 'unread', 'mine', 'resolved', 'orphaned'];

export type Counts = Readonly<Record<Filter, number>>;

function fits(book: ThreadBook, thread: Thread, filter: Filter, me: string): boolean {
  switch (filter) {
    case 'open':
      return thread.state === 'open' && !book.isOrphaned(thread);
    case 'unread':
      return thread.unread === true;
    case 'mine':
      return thread.comments.some((comment) => comment.author.id === me && !comment.deleted);
    case 'resolved':
      return thread.state === 'resolved';
    case 'orphaned':
      return thread.state === 'open' && book.isOrphaned(thread);
  }
}

export function countsOf(book: ThreadBook, me: string): Counts {
  const counts: Record<Filter, number> = { open: 0, unread: 0, mine: 0, resolved: 0, orphaned: 0 };
  for (const thread of book.all()) {
    for (const filter of kFilters) if (fits(book, thread, filter, me)) counts[filter] += 1;
  }
  return counts;
}

/** The threads that a list shows, in the order of the paper; orphans at the end, the latest first. */
export function listed(book: ThreadBook, filter: Filter, query: string, me: string): readonly Thread[] {
  const words = query.trim().toLocaleLowerCase();
  return book.inOrder([...book.all()].filter((thread) => fits(book, thread, filter, me) && holds(thread, words)));
}

function holds(thread: Thread, words: string): boolean {
  if (!words) return true;
  const inside = (text: string): boolean => text.toLocaleLowerCase().includes(words);
  return (
    inside(thread.anchor.quote) ||
    inside(thread.anchor.words) ||
    (thread.labels ?? []).some(inside) ||
    inside(thread.assignee_name ?? '') ||
    thread.comments.some(({ text, author }) => inside(text) || inside(author.name))
  );
}
