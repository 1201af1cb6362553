// The time of keys in a page, from the key's own time stamp until the frame with its letter has been painted.
import type { Page } from 'playwright-core';
import { pause } from '../support/wait.ts';

const kBetweenKeys = 90; // ms: a quick typist

/** Types `count` letters where the focus is; the time of each in milliseconds. */
export async function measureKeys(page: Page, count: number): Promise<readonly number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { keyTimes: times });
    document.addEventListener(
      'keydown',
      (event) => {
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => times.push(performance.now() - event.timeStamp);
          channel.port2.postMessage(null);
        });
      },
      { capture: true },
    );
  });
  for (let i = 0; i < count; i += 1) {
    await page.keyboard.press('x');
    await pause(kBetweenKeys);
  }
  await page.waitForTimeout(500);
  return page.evaluate(() => (window as unknown as { keyTimes: number[] }).keyTimes);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN);
}
