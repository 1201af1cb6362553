import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { PictureSpot, UploadSpot } from '../../editor/pictures/contract.ts';
import type { PictureSpots } from '../../editor/pictures/picture-spots.ts';
import type { PictureRoom } from '../../editor/pictures/room.ts';
import { strings } from '../../words/strings.ts';

/** The pictures of an open paper, as the page shows tools for them. */
export class PictureDesk {
  readonly current: Signal<PictureSpot | null> = signal<PictureSpot | null>(null);
  readonly uploads: Signal<readonly UploadSpot[]> = signal<readonly UploadSpot[]>([]);
  /** For those who do not see the page: what came in. */
  readonly said = signal('');
  readonly room: () => PictureRoom | null;
  /** Opens the dialogue in which files are chosen. */
  choose: () => void = () => undefined;
  #inserted = 0;

  constructor(room: () => PictureRoom | null) {
    this.room = room;
  }

  show({ current, uploads }: PictureSpots): void {
    this.current.value = current;
    if (this.uploads.value.length > 0 || uploads.length > 0) this.uploads.value = uploads;
  }

  inserted(): void {
    this.#inserted += 1;
    this.said.value = strings.pictures.inserted(this.#inserted);
  }

  /** Pictures that would be lost with the page. */
  get wouldLose(): boolean {
    return this.uploads.value.some(({ state }) => state !== 'failed');
  }
}
