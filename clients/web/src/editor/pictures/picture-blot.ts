import { Parchment } from 'quill/core.js';
import Embed from 'quill/blots/embed.js';
import { hashOf, kImage, kPictureFormats, pictureOf } from '../../text/pictures.ts';
import type { Picture } from '../../text/pictures.ts';
import { strings } from '../../words/strings.ts';

const words = strings.pictures;
/** A server that is busy has the picture a little later: it is asked again after these times. */
const kAgain = [3_000, 15_000];
const kClass = 'paper-picture';
export const kFrame = 'picture-frame';

type Attributes = Readonly<Record<string, unknown>>;

interface Held {
  readonly value: string;
  attributes: Attributes;
}

/** By element: what the page shows may be changed by others (translators rewrite descriptions). */
const held = new WeakMap<Node, Held>();
/** Where each paper on the page has its pictures. */
const homes = new WeakMap<object, string>();

/** Pictures of the paper in `scroll` are at `home`/<hash>. */
export function showPicturesFrom(scroll: object, home: string): void {
  homes.set(scroll, home);
}

export function picturesHome(scroll: object): string | null {
  return homes.get(scroll) ?? null;
}

/** Whether a node is inside of a picture's frame: what happens to it there is not read as text. */
export function isInPicture(node: Node): boolean {
  return (node instanceof Element ? node : node.parentElement)?.closest(`.${kFrame}`) != null;
}

export const kPictureClasses: readonly string[] = [kClass, kFrame];

/** A picture in the paper. In its frame it draws itself, from its value and nothing else. */
export class PictureBlot extends Embed {
  static override blotName = kImage;
  static override tagName = 'SPAN';
  static override className = kClass;

  #tries = 0;

  static override create(value: unknown): Element {
    const node = super.create() as HTMLElement;
    held.set(node, { value: typeof value === 'string' ? value : '', attributes: {} });
    const link = document.createElement('a');
    link.target = '_blank';
    link.rel = 'noopener';
    const image = document.createElement('img');
    image.loading = 'lazy';
    image.decoding = 'async';
    link.append(image);
    node.append(link);
    return node;
  }

  static override value(node: HTMLElement): unknown {
    return held.get(node)?.value ?? '';
  }

  static override formats(node: HTMLElement): Attributes {
    return { ...held.get(node)?.attributes };
  }

  constructor(scroll: ConstructorParameters<typeof Embed>[0], node: Node) {
    super(scroll, node);
    this.contentNode.className = kFrame;
    const { image } = this;
    image.addEventListener('error', () => this.#missing(true));
    image.addEventListener('load', () => this.#missing(false));
    // Who writes passes over the link with Tab; who reads opens the picture by it.
    this.reachByTab(this.scroll.domNode.getAttribute('contenteditable') !== 'true');
    this.#draw();
    this.load();
  }

  get picture(): Picture {
    const { value, attributes } = held.get(this.domNode) as Held;
    return pictureOf({ insert: { [kImage]: value }, attributes: { ...attributes } }) ?? { hash: hashOf(value) ?? '', alt: null, width: null, height: null };
  }

  get image(): HTMLImageElement {
    return this.contentNode.querySelector('img') as HTMLImageElement;
  }

  get frame(): HTMLElement {
    return this.contentNode;
  }

  /** The address of the picture in full size. */
  get address(): string {
    return `${picturesHome(this.scroll) ?? ''}/${this.picture.hash}`;
  }

  get isMissing(): boolean {
    return this.contentNode.classList.contains('is-missing');
  }

  /** Fetches the picture, for the first time or again. */
  load(): void {
    if (picturesHome(this.scroll) === null) return;
    if (this.isMissing) this.image.loading = 'eager'; // it is hidden: no browser would come to it by itself
    this.image.src = `${this.address}?for=screen`;
    (this.image.parentElement as HTMLAnchorElement).href = this.address;
  }

  reachByTab(isReached: boolean): void {
    (this.image.parentElement as HTMLElement).tabIndex = isReached ? 0 : -1;
  }

  override format(name: string, value: unknown): void {
    if (!Object.hasOwn(kPictureFormats, name)) return super.format(name, value);
    const own = held.get(this.domNode) as Held;
    const { [name]: _before, ...others } = own.attributes;
    const isSet = value !== null && value !== undefined && value !== false;
    own.attributes = isSet ? { ...others, [name]: value } : others;
    this.#draw();
  }

  /** Puts the frame in line with what is said of the picture. */
  #draw(): void {
    const { image, contentNode: frame } = this;
    const { alt, width, height } = this.picture;
    image.alt = alt ?? words.undescribed;
    setOrRemove(image, 'width', width);
    setOrRemove(image, 'height', height);
    const link = image.parentElement as HTMLElement;
    if (alt) link.removeAttribute('aria-label');
    else link.setAttribute('aria-label', words.open);
    if (alt === null) frame.dataset['hint'] = words.hint;
    else delete frame.dataset['hint'];
    const lost = frame.querySelector('.picture-lost');
    if (lost) lost.textContent = words.missing(alt ?? '');
  }

  #missing(isMissing: boolean): void {
    const { contentNode: frame } = this;
    frame.classList.toggle('is-missing', isMissing);
    frame.querySelector('.picture-lost')?.remove();
    if (!isMissing) return;
    const pause = kAgain[this.#tries];
    this.#tries += 1;
    if (pause !== undefined) setTimeout(() => this.domNode.isConnected && this.load(), pause);
    const lost = document.createElement('span');
    lost.className = 'picture-lost';
    lost.textContent = words.missing(this.picture.alt ?? '');
    frame.append(lost);
  }
}

function setOrRemove(element: Element, name: string, value: number | null): void {
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, String(value));
}

/** Whether a line begins with a picture: then it is a figure, and the words behind the picture are its caption. */
export function beginsWithPicture(line: { readonly children: { readonly head: unknown } }): boolean {
  let first: unknown = line.children.head;
  while (first instanceof Parchment.ParentBlot) first = first.children.head;
  return first instanceof PictureBlot;
}
