import type Quill from 'quill/core.js';
import type { CleanClipboard } from '../clipboard.ts';
import { isPictures } from './brought-files.ts';
import type { PictureStore } from './contract.ts';
import { showPicturesFrom } from './picture-blot.ts';
import { SpotFollower } from './picture-spots.ts';
import type { PictureSpots } from './picture-spots.ts';
import { Pictures } from './pictures.ts';
import { Uploads } from './uploads.ts';

export interface PictureEvents {
  spots(spots: PictureSpots): void;
  inserted(): void;
  /** Whether others' changes may be shown: no input method has the text. */
  isReady(): boolean;
  /** Where one is in the paper; in a table or a note, where that is. */
  place(): number;
}

/** All that a paper does with pictures: shows them, works at them, and takes them in. */
export class PictureRoom {
  readonly pictures: Pictures;
  readonly uploads: Uploads;
  readonly #quill: Quill;
  readonly #events: PictureEvents;
  #mayWrite = false;

  constructor(quill: Quill, store: PictureStore, events: PictureEvents) {
    this.#quill = quill;
    this.#events = events;
    showPicturesFrom(quill.scroll, store.home);
    const follower = new SpotFollower(quill, () => this, events.spots);
    this.pictures = new Pictures(quill, follower.follow);
    this.uploads = new Uploads(quill, store, {
      changed: follower.follow,
      inserted: (index) => {
        this.pictures.ask(index);
        events.inserted();
      },
      isReady: events.isReady,
      mayWrite: () => this.#mayWrite,
    });
    this.#clipboard.onPictures = (pictures) => this.uploads.add(pictures);
    quill.container.addEventListener('paste', (event) => this.#pastedInside(event), { capture: true });
  }

  setMayWrite(mayWrite: boolean): void {
    this.#mayWrite = mayWrite;
    this.pictures.setMayWrite(mayWrite);
  }

  loaded(): void {
    this.uploads.loaded();
    this.pictures.loaded();
  }

  /** The server answers again. */
  connected(): void {
    this.uploads.again();
    this.pictures.reload();
  }

  /** Takes files that were chosen to where one is. */
  take(files: Iterable<File>): void {
    if (this.#mayWrite) this.#clipboard.takeFiles(this.#events.place(), files);
  }

  get #clipboard(): CleanClipboard {
    return this.#quill.clipboard as CleanClipboard;
  }

  /** Cells and notes hold words: a picture that is pasted there goes into the paper beside them. */
  #pastedInside(event: ClipboardEvent): void {
    const isInPaper = event.target instanceof Node && this.#quill.root.contains(event.target);
    if (isInPaper || !event.clipboardData || !isPictures(event.clipboardData)) return;
    event.preventDefault();
    event.stopPropagation();
    this.take(event.clipboardData.files);
  }
}
