import { batch, computed, signal } from '@preact/signals';
import type { ReadonlySignal, Signal } from '@preact/signals';
import { sifted, stepped } from '../../history/changes.ts';
import type { Change } from '../../history/changes.ts';
import type { Figure } from '../../history/cast.ts';
import { oneDay, tell } from '../../history/tell.ts';
import type { Place } from '../../history/place.ts';
import { historyWords } from '../../words/history.ts';
import type { Changed, ChangesView, Goal, Preview, Shown } from '../../ui/history/views.ts';

/** The part of the history page that its changes depend on. */
interface PageOfChanges {
  readonly shown: ReadonlySignal<Shown | null>;
  readonly place: ReadonlySignal<Place>;
  shows(figure: Figure | undefined): boolean;
  go(change: Partial<Place>, how: 'choice' | 'along'): void;
  readonly player: { pause(): void };
}

/** The changes on the screen: the listed ones, the selected one, and their descriptions. */
export class ChangesModel implements ChangesView {
  /** Shown in place of the view that the address names. */
  readonly preview: Signal<Preview | null> = signal<Preview | null>(null);
  /** Tells screen readers what was selected. */
  readonly said = signal('');
  /** Asks the page to bring a change into view, and to give it the focus. */
  readonly goTo: Signal<Goal | null> = signal<Goal | null>(null);
  readonly #page: PageOfChanges;
  readonly #previewed: Signal<number | null> = signal<number | null>(null);
  #last: number | null = null;

  constructor(page: PageOfChanges) {
    this.#page = page;
  }

  /** The text with its marked changes; null while a version is shown as it was. */
  readonly changed: ReadonlySignal<Changed | null> = computed(() => {
    const shown = this.#page.shown.value;
    return this.preview.value ?? (shown?.compares ? shown : null);
  });

  /** The changes that are looked at, in the order of the text. */
  readonly listed: ReadonlySignal<readonly Change[]> = computed(() => {
    const changed = this.changed.value;
    const { section } = this.#page.place.value;
    if (!changed) return [];
    if (this.preview.value) return changed.reading.changes;
    return sifted(changed.reading, { shows: (by) => this.#page.shows(changed.people[by]), section });
  });

  get current(): number | null {
    if (this.preview.value) return this.#previewed.value;
    const { change } = this.#page.place.value;
    return change === null ? null : change - 1;
  }

  select(change: number, focus: boolean): void {
    if (this.preview.value) this.#previewed.value = change;
    else this.#page.go({ change: change + 1 }, 'along');
    this.#bring(change, focus);
  }

  /** Shows what would become of the paper, from its first change on; null leaves that. */
  showPreview(preview: Preview | null): void {
    this.#page.player.pause();
    batch(() => {
      this.preview.value = preview;
      this.#previewed.value = null;
    });
    if (preview) this.select(0, false);
  }

  step(step: 1 | -1, focus: boolean): void {
    const next = stepped(this.listed.value, this.current, step);
    if (next) this.select(next.id, focus);
  }

  /** "3 of 41", or "41 changes" while none is selected. */
  get position(): string {
    const listed = this.listed.value;
    const at = listed.findIndex(({ id }) => id === this.current);
    return at < 0 ? historyWords.changes.all(listed.length) : historyWords.changes.count(at + 1, listed.length);
  }

  /** A change in words. */
  told(change: Change): string {
    const changed = this.changed.value;
    if (!changed) return '';
    const { reading, people } = changed;
    return tell(change, { people, sections: reading.sections, changes: reading.changes, day: this.day.value });
  }

  readonly day: ReadonlySignal<string | null> = computed(() => oneDay(this.changed.value?.reading.changes ?? []));

  #bring(id: number, focus: boolean): void {
    const change = this.changed.value?.reading.changes[id];
    if (!change) return;
    this.#last = id;
    this.goTo.value = { change: id, focus };
    this.said.value = historyWords.changes.selected(this.position, this.told(change));
  }

  /** The change that the address names is brought into view when its view is here. */
  reselect(): void {
    const current = this.current;
    if (current === null) this.#last = null;
    else if (current !== this.#last) this.#bring(current, false);
  }
}
