import type { Picture } from '../../text/pictures.ts';
import { strings } from '../../words/strings.ts';
import { kFrame, picturesHome } from './picture-blot.ts';

const words = strings.pictures;

/** A picture in what is drawn by hand: a cell or a note that nobody writes in. It has no address before `loadDrawn`. */
export function drawnPicture({ hash, alt, width, height }: Picture): HTMLElement {
  const frame = document.createElement('span');
  frame.className = kFrame;
  const image = document.createElement('img');
  image.loading = 'lazy';
  image.decoding = 'async';
  image.dataset['picture'] = hash;
  image.alt = alt ?? words.undescribed;
  if (width !== null) image.width = width;
  if (height !== null) image.height = height;
  image.addEventListener('error', () => {
    const lost = document.createElement('span');
    lost.className = 'picture-lost';
    lost.textContent = words.missing(alt ?? '');
    image.replaceWith(lost);
  });
  frame.append(image);
  return frame;
}

/** Fetches what was drawn in `root`, of the paper in `scroll`. */
export function loadDrawn(root: Element, scroll: object): void {
  const home = picturesHome(scroll);
  if (home === null) return;
  for (const image of root.querySelectorAll<HTMLImageElement>('img[data-picture]:not([src])')) image.src = `${home}/${image.dataset['picture'] ?? ''}?for=screen`;
}
