import type { Comment, Thread } from '../../threads/types.ts';
import type { ThreadRights } from '../../ui/threads/discussion.ts';
import type { Surroundings } from './surroundings.ts';

/** The rights of the page's reader in its discussions. */
export class MyThreadRights implements ThreadRights {
  readonly #around: Pick<Surroundings, 'who' | 'may' | 'me'>;

  constructor(around: Pick<Surroundings, 'who' | 'may' | 'me'>) {
    this.#around = around;
  }

  /** The id under which the server knows what I wrote. In open mode it is made from the chosen name. */
  get myId(): string {
    const who = this.#around.who();
    return who.open ? `n-${this.#around.me.value.name || 'Somebody'}` : (who.id ?? '');
  }

  get knowsPeople(): boolean {
    return !this.#around.who().open;
  }

  get mayComment(): boolean {
    return this.#around.may('comment');
  }

  get mayOrder(): boolean {
    return this.knowsPeople && this.#around.may('moderate_threads');
  }

  /** A thread's author may resolve it, and a moderator. */
  mayResolve(thread: Thread): boolean {
    return this.#around.may('moderate_threads') || thread.comments[0]?.author.id === this.myId;
  }

  /** In open mode names prove nothing, so nobody deletes for others there. */
  mayRemove(comment: Comment): boolean {
    return comment.author.id === this.myId || this.mayOrder;
  }
}
