import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { NoticeContent } from '../../ui/notice.tsx';

/** The messages at the foot of the page: the latest one, and words of mine that would be lost. No message covers those. */
export class PageNotices {
  readonly shown: Signal<readonly NoticeContent[]> = signal<readonly NoticeContent[]>([]);

  say(notice: NoticeContent): void {
    const [rescued] = this.shown.value.filter(({ rescue }) => rescue);
    if (!notice.rescue) this.shown.value = [...(rescued ? [rescued] : []), notice];
    else this.shown.value = [both(rescued, notice), ...this.shown.value.filter(({ rescue }) => !rescue)];
  }

  close(notice: NoticeContent): void {
    this.shown.value = this.shown.value.filter((other) => other !== notice);
  }
}

/** The newer message, with the words of both. */
function both(older: NoticeContent | undefined, newer: NoticeContent): NoticeContent {
  if (!older?.rescue || !newer.rescue || newer.rescue.includes(older.rescue)) return newer;
  if (older.rescue.includes(newer.rescue)) return { ...newer, rescue: older.rescue };
  return { ...newer, rescue: `${older.rescue}\n\n${newer.rescue}` };
}
