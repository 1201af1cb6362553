import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { renameDocument } from '../../api/documents.ts';
import { ApiError } from '../../api/failure.ts';
import type { ApiFailure } from '../../api/failure.ts';
import { keepTitle, keptTitle } from '../../device/title-drafts.ts';
import { oneLine } from '../../text/one-line.ts';

/** The pause before a title is offered again that the server did not answer for. */
const kOfferAgain = 4_000;

interface Ports {
  readonly document: string;
  /** See Draft.author. */
  readonly author: () => string;
  /** The server does not take this title. */
  refused(): void;
  /** `waits` changed. */
  changed(): void;
}

/** The paper's title. One that was typed is offered to the server until it has it. */
export class PaperTitle {
  readonly shown: Signal<string> = signal('');
  readonly #ports: Ports;
  /** Typed here, and not known to the server. */
  #wanted: string | null = null;
  #sending = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  get waits(): boolean {
    return this.#wanted !== null;
  }

  /** The server says its title. Mine goes before until it is there. */
  heard(title: string): void {
    if (this.#wanted === null) this.shown.value = title;
  }

  /** Goes on with a title that an earlier page could not send. */
  resume(): void {
    const kept = keptTitle(this.#ports.author(), this.#ports.document);
    if (kept !== null && this.#wanted === null) void this.rename(kept);
  }

  /** Resolves to false if the server refuses the title. If it does not answer, the title is kept and offered again. */
  async rename(typed: string): Promise<boolean> {
    const before = this.shown.value;
    this.#want(oneLine(typed));
    this.shown.value = oneLine(typed);
    const taken = await this.#offer();
    if (!taken) this.shown.value = before;
    return taken;
  }

  tryNow(): void {
    if (this.waits) void this.#offer();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  /** One request at a time: the last title that was typed is the last that is sent. */
  async #offer(): Promise<boolean> {
    if (this.#sending) return true;
    this.#sending = true;
    clearTimeout(this.#timer);
    try {
      while (this.#wanted !== null && !this.#closed) {
        const title: string = this.#wanted;
        const info = await renameDocument(this.#ports.document, title);
        if (this.#wanted !== title) continue;
        this.#want(null);
        this.shown.value = info.title;
      }
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return this.#failed(error.failure);
    } finally {
      this.#sending = false;
    }
  }

  #failed(failure: ApiFailure): boolean {
    if (isPassing(failure)) {
      if (!this.#closed) this.#timer = setTimeout(() => void this.#offer(), kOfferAgain);
      return true;
    }
    this.#want(null);
    this.#ports.refused();
    return false;
  }

  #want(title: string | null): void {
    this.#wanted = title;
    keepTitle(this.#ports.author(), this.#ports.document, title);
    this.#ports.changed();
  }
}

/** The same request may go well later. */
const isPassing = (failure: ApiFailure): boolean =>
  failure.kind === 'unreachable' || failure.status === 429 || failure.status >= 500;
