import type Quill from 'quill/core.js';
import type { Box, PictureSpot, UploadSpot } from './contract.ts';
import type { Pictures } from './pictures.ts';
import type { Uploads } from './uploads.ts';

export interface PictureSpots {
  readonly current: PictureSpot | null;
  readonly uploads: readonly UploadSpot[];
}

/** Tells where the current picture and the uploads are on the page, frame by frame while there are any. */
export class SpotFollower {
  readonly #quill: Quill;
  readonly #parts: () => { readonly pictures: Pictures; readonly uploads: Uploads };
  readonly #tell: (spots: PictureSpots) => void;
  #asked = false;
  #last = '';

  constructor(quill: Quill, parts: () => { readonly pictures: Pictures; readonly uploads: Uploads }, tell: (spots: PictureSpots) => void) {
    this.#quill = quill;
    this.#parts = parts;
    this.#tell = tell;
  }

  follow = (): void => {
    const { pictures, uploads } = this.#parts();
    this.#place(pictures, uploads);
    if (this.#asked || (!pictures.isActive && uploads.all.length === 0)) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.follow();
    });
  };

  #place(pictures: Pictures, uploads: Uploads): void {
    const { container } = this.#quill;
    const paper = container.offsetParent ?? container;
    const origin = paper.getBoundingClientRect();
    const boxOf = (element: Element): Box => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return { left: left - origin.left - paper.clientLeft, top: top - origin.top - paper.clientTop, width, height };
    };
    const home = boxOf(container);
    const lineOf = (index: number): { readonly left: number; readonly top: number } => {
      const bounds = this.#quill.getBounds(Math.min(index, this.#quill.getLength() - 1));
      return { left: home.left + (bounds?.left ?? 0), top: home.top + (bounds?.bottom ?? 0) };
    };
    const spots: PictureSpots = {
      current: pictures.spot(boxOf),
      uploads: uploads.all.map(({ id, name, state, why, index }) => ({ id, name, state, why, ...lineOf(index) })),
    };
    const said = JSON.stringify(spots);
    if (said === this.#last) return;
    this.#last = said;
    this.#tell(spots);
  }
}
