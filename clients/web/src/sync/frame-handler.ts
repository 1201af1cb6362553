import type { Connector } from './connector.ts';
import type { FreshBase } from './fresh-base.ts';
import { readIncoming } from './incoming.ts';
import type { Incoming } from './incoming.ts';
import type { PlaceKeeper } from './place-keeper.ts';
import type { Properties, TemplateSettings } from './properties.ts';
import { isFinal } from './refusals.ts';
import type { Refusal, Verdict } from './refusals.ts';
import type { ReadOnlyReason } from './status.ts';
import type { ThreadWatch } from './thread-watch.ts';
import type { Timers } from './timers.ts';

/** The pause before we send a change again that the server could not take for the moment. */
const kOfferAgain = 5_000;

interface Ports {
  readonly collection: string;
  readonly id: string;
  readonly connector: Connector;
  readonly freshBase: FreshBase;
  readonly places: PlaceKeeper;
  readonly threads: ThreadWatch;
  readonly timers: Timers;
  title(title: string): void;
  settings(settings: TemplateSettings): void;
  /** An operation of mine was refused for good. The stock client will take it back. */
  refused(message: string): void;
  /** The session stands still, and the page has to find out how it goes on. */
  stood(verdict: Verdict): void;
}

/**
 * Handles each frame from the server before the stock client does, and keeps the server's latest word on my changes.
 * Frames that are not for the stock client are taken out: our own kinds, and refusals after which an operation is kept.
 */
export class FrameHandler {
  readonly #ports: Ports;
  #readOnly: ReadOnlyReason | null = null;
  #postponed = false;
  /** A right was said to be gone, and is not. If it is said again, it is about the edit itself. */
  #insisted = false;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  get readOnly(): ReadOnlyReason | null {
    return this.#readOnly;
  }

  /** The latest attempt to send my changes was refused for the moment. */
  get postponed(): boolean {
    return this.#postponed;
  }

  /** Everything of mine is acknowledged. */
  acknowledged(): void {
    this.#insisted = false;
    this.#postponed = false;
  }

  /** The document is gone. */
  deleted(): void {
    this.#readOnly = { cause: 'deleted' };
  }

  /** Returns whether the frame is taken out. */
  handle(frame: unknown): boolean {
    const { collection, id, threads } = this.#ports;
    return threads.take(frame) || this.#take(readIncoming(frame, collection, id));
  }

  #take(incoming: Incoming): boolean {
    switch (incoming.is) {
      case 'properties':
        if (incoming.properties) this.#heed(incoming.properties);
        return true;
      case 'verdict':
        return this.#stand(incoming.verdict, incoming.refusal);
      case 'refusal':
        return this.#keeps(incoming.refusal);
      case 'op':
        this.#ports.places.note(incoming.frame);
        return false;
      case 'other':
        return false;
    }
  }

  #heed({ title, readOnly, settings }: Properties): void {
    if (this.#readOnly?.cause !== 'deleted') this.#readOnly = readOnly ? { cause: 'server' } : null;
    if (title !== null) this.#ports.title(title);
    this.#ports.settings(settings);
  }

  #stand(verdict: Verdict, refusal: Refusal | null): boolean {
    if (verdict === 'rights' && this.#insisted) return refusal !== null && this.#keeps(refusal);
    this.#insisted = verdict === 'rights';
    this.#ports.connector.hold();
    this.#ports.stood(verdict);
    return true; // the stock client would take the edit back
  }

  /** An operation of mine was refused. Returns whether it is kept, under its (src, seq), and sent again. */
  #keeps(refusal: Refusal): boolean {
    const { freshBase, timers, connector, refused } = this.#ports;
    if (refusal.code === 'ERR_NO_OP') return false;
    if (freshBase.takes(refusal)) return true;
    if (isFinal(refusal)) {
      refused(refusal.message);
      return false;
    }
    this.#postponed = true;
    timers.after(kOfferAgain, () => connector.restart());
    return true;
  }
}
