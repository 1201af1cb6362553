import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { Ability, Me } from '../../api/roles.ts';
import { rightsAsKept, rightsTo } from '../rights.ts';
import type { Rights } from '../rights.ts';
import { authorOf, knowMe, knowMeAgain } from '../whoami.ts';

/** A reader who may not edit may be allowed to later: it is asked this often while the page is looked at. */
const kLookForMore = 60_000;
/** The pause before the server is asked for my rights again if it did not answer. */
const kAskAgain = 4_000;

const kNobodyYet: Me = {
  kind: 'nobody', id: null, name: null, administrator: false, may_create: false, open: false, needs_set_up: false,
};

interface Events {
  /** The server said who I am. */
  known(who: Me): void;
  /** I may do something else than before. `before` is null the first time. */
  changed(now: Rights, before: Rights | null): void;
  /** I may not see the document any more. */
  lost(): void;
}

/** My identity and my rights in one document, kept current while its page is open. */
export class MyRights {
  /** Null until they are known. */
  readonly now: Signal<Rights | null> = signal<Rights | null>(null);
  readonly #document: string;
  readonly #events: Events;
  #who: Me = kNobodyYet;
  #closed = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(document: string, events: Events) {
    this.#document = document;
    this.#events = events;
  }

  get who(): Me {
    return this.#who;
  }

  may(what: Ability): boolean {
    return this.now.value?.may(what) ?? false;
  }

  /** Finds out what I may; without an answer, what I could last. Resolves with false if that is nothing. */
  async find(): Promise<boolean> {
    this.#know(await knowMe());
    const answer = await rightsTo(this.#document, this.#who);
    if (answer === 'none') return false;
    this.now.value = answer === 'unreachable' ? rightsAsKept(this.#document, this.#who) : answer;
    return true;
  }

  /** From now on looks for more rights. The server itself tells of rights that are taken away. */
  watch(): void {
    this.#timer ??= setInterval(() => void this.lookForMore(), kLookForMore);
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
  }

  async lookForMore(): Promise<void> {
    if (this.#who.open || document.hidden || !this.now.value || this.may('edit_document')) return;
    const answer = await rightsTo(this.#document, this.#who);
    if (typeof answer !== 'string' && !this.#closed) this.#apply(answer);
  }

  /**
   * Something was taken away: asks until the server answers. Resolves with whether the page can go on, with what is
   * allowed now. If somebody else has logged in meanwhile, the page is loaded again: what waits is kept for its author.
   */
  async askAgain(): Promise<boolean> {
    for (;;) {
      const author = authorOf(this.#who);
      this.#know(await knowMeAgain());
      const answer = await rightsTo(this.#document, this.#who);
      if (this.#closed) return false;
      if (answer === 'none') {
        this.close();
        this.#events.lost();
        return false;
      }
      if (answer === 'unreachable') {
        await new Promise((resolve) => setTimeout(resolve, kAskAgain));
        continue;
      }
      if (author !== authorOf(this.#who)) {
        location.reload();
        return false;
      }
      this.#apply(answer);
      return true;
    }
  }

  #know(who: Me): void {
    this.#who = who;
    this.#events.known(who);
  }

  #apply(now: Rights): void {
    const before = this.now.value;
    if (before?.equals(now)) return;
    this.now.value = now;
    this.#events.changed(now, before);
  }
}
