import { fitted } from '../../text/pictures.ts';

const kMostWide = 1_600;
/** A file up to this size is quick enough as it is. */
const kQuick = 500 * 1024;
const kMostBytes = 2 * 1024 * 1024;
/** Drawn on a canvas, an animation would stand still and a drawing lose its sharpness. */
const kNever = new Set(['image/gif', 'image/svg+xml']);
const kQualities = [0.85, 0.7];

/** A smaller copy of a picture for screens; null if there is no need for one, or this browser makes none. */
export async function screenCopy(picture: Blob, type: string): Promise<Blob | null> {
  if (kNever.has(type) || typeof createImageBitmap !== 'function') return null;
  try {
    const bitmap = await createImageBitmap(picture);
    const isQuick = bitmap.width <= kMostWide && picture.size <= kQuick;
    const copy = isQuick ? null : await smaller(bitmap, picture.size);
    bitmap.close();
    return copy;
  } catch {
    return null; // a picture that this browser does not read
  }
}

async function smaller(bitmap: ImageBitmap, most: number): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, fitted(bitmap, kMostWide));
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  for (const quality of kQualities) {
    // A browser that does not write WebP gives a PNG, which keeps what is transparent.
    const copy = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', quality));
    if (copy && copy.size <= kMostBytes && copy.size < most) return copy;
  }
  return null;
}
