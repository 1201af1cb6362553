import { ApiError, isBusy } from '../../api/failure.ts';
import type { ThreadsApi } from '../../api/threads.ts';
import type { CommentDrafts } from '../../device/comment-drafts.ts';
import { sentenceOf } from '../../ui/failures.ts';
import { strings } from '../../words/strings.ts';
import type { ThreadBook } from '../../threads/book.ts';
import type { Comment, Reaction, Revision, Thread } from '../../threads/types.ts';
import type { ThreadDeeds } from '../../ui/threads/discussion.ts';
import type { ReadMarks } from './read-marks.ts';

interface Ports {
  readonly api: ThreadsApi;
  readonly book: ThreadBook;
  readonly marks: ReadMarks;
  readonly store: CommentDrafts;
  say(text: string): void;
  /** A comment is gone, and its buttons with it. */
  removed(comment: Comment): void;
  /** Called when the contents of the cards have changed. */
  changed(): void;
}

/** Sends people's actions on threads to the server. */
export class MyThreadDeeds implements ThreadDeeds {
  readonly #ports: Ports;
  /** My reactions, for servers that do not know who I am. */
  #reactions: Readonly<Record<string, Reaction>>;

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#reactions = ports.store.reactions();
  }

  label(thread: Thread, labels: readonly string[]): Promise<boolean> {
    return this.#change(thread.id, (api) => api.label(thread.id, labels));
  }

  assign(thread: Thread, assignee: string | null, due: string | null): Promise<boolean> {
    return this.#change(thread.id, (api) => api.assign(thread.id, assignee, due));
  }

  resolve(thread: Thread, resolved: boolean): Promise<boolean> {
    return this.#change(thread.id, (api) => api.resolve(thread, resolved));
  }

  async remove(comment: Comment): Promise<boolean> {
    const done = await this.#change(comment.thread, (api) => api.remove(comment.thread, comment.id));
    if (done) this.#ports.removed(comment);
    return done;
  }

  myReaction(comment: Comment): Reaction | null {
    return comment.reactions.mine ?? this.#reactions[comment.id] ?? null;
  }

  /** Takes the reaction back if it is mine already. */
  async react(comment: Comment, reaction: Reaction): Promise<boolean> {
    const wanted = this.myReaction(comment) === reaction ? null : reaction;
    const done = await this.#change(comment.thread, (api) => api.react(comment.thread, comment.id, wanted));
    if (!done) return false;
    const { [comment.id]: _before, ...others } = this.#reactions;
    this.#reactions = wanted ? { ...others, [comment.id]: wanted } : others;
    this.#ports.store.keepReactions(this.#reactions);
    this.#ports.changed();
    return true;
  }

  revisions(comment: Comment): Promise<readonly Revision[]> {
    return this.#ports.api.revisions(comment.thread, comment.id);
  }

  async markAllRead(): Promise<boolean> {
    try {
      await this.#ports.marks.seeAll();
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#ports.say(isBusy(error.failure) ? sentenceOf(error.failure) : strings.threads.unreachable);
      return false;
    }
  }

  /** Puts the answer into the book. After a refusal the thread is fetched again: others may have changed it. */
  async #change(thread: string, ask: (api: ThreadsApi) => Promise<Thread>): Promise<boolean> {
    const { api, book, say } = this.#ports;
    try {
      book.take(await ask(api));
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { failure } = error;
      if (failure.kind === 'unreachable') say(strings.threads.unreachable);
      else if (failure.status === 412) say(strings.threads.changedMeanwhile);
      else if (isBusy(failure)) say(sentenceOf(failure));
      else say(strings.threads.refused(failure.detail));
      book.refresh(thread);
      return false;
    }
  }
}
