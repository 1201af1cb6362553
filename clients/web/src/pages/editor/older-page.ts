import { pageIsOlder } from '../../device/page-age.ts';
import type { NoticeContent } from '../../ui/notice.tsx';
import { strings } from '../../words/strings.ts';

/** The loader says this of each part of the page that does not come. */
const kMissing = 'vite:preloadError';

/** Says when the server has a newer page than this one: when it comes back, and when a part of this page is not there any more. */
export class OlderPage {
  readonly #say: (notice: NoticeContent) => void;
  #connections = 0;
  readonly #missing = (): void => {
    void this.#look().then((older) => {
      if (!older) this.#say({ text: strings.threads.unreachable });
    });
  };

  constructor(say: (notice: NoticeContent) => void) {
    this.#say = say;
    window.addEventListener(kMissing, this.#missing);
  }

  stop(): void {
    window.removeEventListener(kMissing, this.#missing);
  }

  /** Call whenever the connection stands: after the first time, another server may have come back. */
  connected(): void {
    if (this.#connections > 0) void this.#look();
    this.#connections += 1;
  }

  async #look(): Promise<boolean> {
    const older = await pageIsOlder();
    if (older) this.#say({ text: strings.notices.olderPage, reload: true });
    return older;
  }
}
