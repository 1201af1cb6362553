import { ApiError, isBusy } from '../../api/failure.ts';
import type { ApiFailure } from '../../api/failure.ts';
import { fetchPicture, picturesOf, putPicture, putScreenCopy } from '../../api/pictures.ts';
import type { NotStored, PictureStore } from '../../editor/pictures/contract.ts';
import { strings } from '../../words/strings.ts';

const words = strings.pictures.refused;
const kWhy: Readonly<Record<number, string>> = { 403: words.rights, 409: words.full, 413: words.tooLarge, 415: words.kind, 422: words.damaged };

/** The pictures of a paper, over the API. */
export function pictureStore(document: string): PictureStore {
  return {
    home: picturesOf(document),
    take: fetchPicture,
    put: async (picture, signal) => {
      try {
        const { picture: hash, type, width, height } = await putPicture(document, picture, signal);
        return { kind: 'stored', hash, type, width, height };
      } catch (error) {
        if (error instanceof ApiError) return notStored(error.failure);
        throw error;
      }
    },
    // Without a copy the picture itself is shown.
    putScreenCopy: (hash, copy) => putScreenCopy(document, hash, copy).catch(() => undefined),
  };
}

function notStored(failure: ApiFailure): NotStored {
  if (failure.kind === 'unreachable' || isBusy(failure) || failure.status === 429) return { kind: 'later' };
  return { kind: 'refused', why: kWhy[failure.status] ?? words.other(failure.detail) };
}
