import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { Place } from '../../history/place.ts';
import { sessionBeside } from '../../history/timeline.ts';
import type { PlayerView, TimelineView } from '../../ui/history/views.ts';
import { historyWords } from '../../words/history.ts';

/** While it plays, one looks at a session this long. */
const kPlayed = 2_600;

/** The part of the history page that its player depends on. */
interface PageOfPlayer {
  readonly place: ReadonlySignal<Place>;
  readonly version: number;
  readonly busy: ReadonlySignal<boolean>;
  readonly timeline: TimelineView;
  readonly changes: { readonly said: { value: string } };
  go(change: Partial<Place>, how: 'choice' | 'along'): void;
}

/** Goes through the versions one after the other. */
export class PlayerModel implements PlayerView {
  readonly playing = signal(false);
  readonly #page: PageOfPlayer;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(page: PageOfPlayer) {
    this.#page = page;
  }

  scrub(version: number): void {
    this.pause();
    const { from } = this.#page.place.value;
    this.#page.go({ to: version, from: from !== null && from < version ? from : null }, 'along');
  }

  async step(step: 1 | -1, how: 'choice' | 'along' = 'choice'): Promise<boolean> {
    const { place, timeline, changes } = this.#page;
    const find = () => sessionBeside(timeline.now.value?.sessions ?? [], place.value.from, this.#page.version, step);
    let session = find();
    while (!session && step === -1 && (await timeline.loadEarlier())) session = find();
    if (!session) {
      changes.said.value = step === 1 ? historyWords.player.last : historyWords.player.first;
      return false;
    }
    this.#page.go({ from: session.from, to: session.to }, how);
    return true;
  }

  play(): void {
    this.playing.value = true;
    const onwards = async (): Promise<void> => {
      if (!this.playing.value) return;
      if (!this.#page.busy.value && !(await this.step(1, 'along'))) return this.pause();
      this.#timer = setTimeout(() => void onwards(), kPlayed);
    };
    void onwards();
  }

  pause(): void {
    this.playing.value = false;
    clearTimeout(this.#timer);
  }
}
