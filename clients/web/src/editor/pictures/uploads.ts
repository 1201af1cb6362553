import type Quill from 'quill/core.js';
import type Delta from 'quill-delta';
import { fitted } from '../../text/pictures.ts';
import { strings } from '../../words/strings.ts';
import type { PictureStore, Source, Stored, Upload } from './contract.ts';
import { placePicture } from './placing.ts';
import { screenCopy } from './screen-copy.ts';

const words = strings.pictures;

/** As wide as the paper's lines; a wider picture is shown at this width. */
export const kMeasure = 670;
const kMostBytes = 10 * 1024 * 1024;
/** The pause before what the server had no room for is sent again. */
const kPause = 5_000;
/** An input method has the text: its end is looked for this often. */
const kBusy = 150;

interface Pending extends Source {
  readonly id: number;
  /** Where it will stand: follows the text. */
  index: number;
  state: Upload['state'];
  why: string;
  readonly abort: AbortController;
}

export interface UploadsEvents {
  changed(): void;
  /** A picture is in the text, at this place. */
  inserted(index: number): void;
  /** Whether the text may be changed now: no input method has it. */
  isReady(): boolean;
  mayWrite(): boolean;
}

/**
 * Pictures on their way into the paper, one after another. A picture enters the text when the server has its bytes, where
 * its place is by then: nobody waits for it, and nobody sees a picture that is not there.
 */
export class Uploads {
  readonly #quill: Quill;
  readonly #store: PictureStore;
  readonly #events: UploadsEvents;
  #all: Pending[] = [];
  #made = 0;
  #working = false;

  constructor(quill: Quill, store: PictureStore, events: UploadsEvents) {
    this.#quill = quill;
    this.#store = store;
    this.#events = events;
    quill.on('text-change', (change: Delta) => {
      for (const upload of this.#all) upload.index = change.transformPosition(upload.index);
    });
  }

  get all(): readonly (Upload & { readonly index: number })[] {
    return this.#all;
  }

  add(sources: readonly (Source & { readonly index: number })[]): void {
    for (const source of sources) this.#all.push({ ...source, id: (this.#made += 1), state: 'queued', why: '', abort: new AbortController() });
    this.#events.changed();
    void this.#work();
  }

  /** Sends again what failed or waits: all, or one. */
  again(id?: number): void {
    for (const upload of this.#all) {
      const isMeant = id === undefined ? upload.state === 'waiting' : upload.id === id && upload.state !== 'sending';
      if (isMeant) upload.state = 'queued';
    }
    this.#events.changed();
    void this.#work();
  }

  giveUp(id: number): void {
    this.#all.find((upload) => upload.id === id)?.abort.abort();
    this.#all = this.#all.filter((upload) => upload.id !== id);
    this.#events.changed();
  }

  /** Another text is shown: places of before are at most its end. */
  loaded(): void {
    const end = this.#quill.getLength() - 1;
    for (const upload of this.#all) upload.index = Math.min(upload.index, end);
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    for (let next = this.#next(); next; next = this.#next()) {
      const upload = next;
      await this.#send(upload).catch(() => this.#say(upload, 'failed', words.refused.other('')));
    }
    this.#working = false;
  }

  #next(): Pending | undefined {
    return this.#all.find(({ state }) => state === 'queued');
  }

  async #send(upload: Pending): Promise<void> {
    this.#say(upload, 'sending');
    const bytes = typeof upload.from === 'string' ? await this.#store.take(upload.from) : upload.from;
    if (!bytes) return this.#say(upload, 'failed', words.refused.gone);
    if (bytes.size > kMostBytes) return this.#say(upload, 'failed', words.refused.tooLarge);
    const answer = await this.#store.put(bytes, upload.abort.signal);
    if (answer.kind === 'refused') return this.#say(upload, 'failed', answer.why);
    if (answer.kind === 'later') {
      setTimeout(() => this.again(), kPause);
      return this.#say(upload, 'waiting');
    }
    // Before anybody asks for it: the larger one would be kept by their browsers.
    const copy = await screenCopy(bytes, answer.type);
    if (copy) await this.#store.putScreenCopy(answer.hash, copy);
    while (!this.#events.isReady()) await new Promise((resolve) => setTimeout(resolve, kBusy));
    this.#insert(upload, answer);
  }

  #say(upload: Pending, state: Upload['state'], why = ''): void {
    Object.assign(upload, { state, why });
    this.#events.changed();
  }

  #insert(upload: Pending, stored: Stored): void {
    if (!this.#all.includes(upload)) return; // given up meanwhile
    if (!this.#events.mayWrite()) return this.#say(upload, 'failed', words.refused.rights);
    const quill = this.#quill;
    const { width, height } = fitted(stored, Math.min(upload.width ?? kMeasure, kMeasure));
    const { change, index } = placePicture(quill, upload.index, { hash: stored.hash, alt: upload.alt, width, height }, upload.inLine);
    this.#all = this.#all.filter((other) => other !== upload);
    const next = this.#all.filter((other) => other.index === upload.index);
    quill.history.cutoff();
    changeBeside(quill, change);
    quill.history.cutoff();
    for (const other of next) other.index = index + 1; // in the order in which they came
    this.#events.changed();
    this.#events.inserted(index);
  }
}

/** Changes the text where one is not: the focus stays where it is, and the caret with its words. */
function changeBeside(quill: Quill, change: Delta): void {
  const isFocused = quill.hasFocus();
  const caret = isFocused ? quill.getSelection() : quill.selection.savedRange;
  // A line's end stays with the line if another line comes behind it.
  const staysBefore = change.ops.find(({ insert }) => insert !== undefined)?.insert === '\n';
  quill.updateContents(change, 'user');
  if (!caret) return;
  const index = change.transformPosition(caret.index, staysBefore);
  const length = Math.max(0, change.transformPosition(caret.index + caret.length, staysBefore) - index);
  if (isFocused) quill.setSelection(index, length, 'silent');
  else quill.selection.savedRange = Object.assign(Object.create(Object.getPrototypeOf(caret)), { index, length });
}
