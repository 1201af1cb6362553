// A page of a real browser with a paper in it, and what a person notices there: how long it stands still, and how long a key
// takes until its letter is painted.
import { chromium } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--disable-dev-shm-usage'];
/** A page in which no task was long for this time is done with what it was asked for. */
const QUIET = 700;

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN);
}

/** Runs in the page: keeps the long tasks, and the times of keys until the next frame is painted. */
function watch() {
  const seen = { tasks: [], keys: [] };
  window.seen = seen;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.tasks.push({ end: startTime + duration, duration });
  }).observe({ type: 'longtask' });
  const painted = (then) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = then;
      channel.port2.postMessage(null);
    });
  document.addEventListener('keydown', (event) => painted(() => seen.keys.push(performance.now() - event.timeStamp)), { capture: true });
}

export class Page {
  constructor(page) {
    this.page = page;
  }

  static async open(browser, address) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await context.addInitScript(() => localStorage.setItem('plenary-name', 'Ama'));
    await context.addInitScript(watch);
    const page = new Page(await context.newPage());
    await page.page.goto(address);
    await page.settled();
    return page;
  }

  close() {
    return this.page.context().close();
  }

  /** Everything is saved, and nothing more to do. */
  async settled() {
    await this.page.waitForSelector('.status-badge.is-saved', { timeout: 120_000 });
    await this.page.waitForFunction(
      (quiet) => performance.now() - (window.seen.tasks.at(-1)?.end ?? 0) > quiet && document.querySelector('.status-badge.is-saved'),
      QUIET,
      { timeout: 120_000, polling: 200 },
    );
  }

  /** The long tasks while `act` runs and until the page is quiet again, in ms. */
  async standstills(act) {
    await this.page.evaluate(() => void (window.seen.tasks = []));
    await act();
    await pause(QUIET);
    await this.settled();
    return (await this.page.evaluate(() => window.seen.tasks)).map(({ duration }) => Math.round(duration));
  }

  /** Types `keys`, one every `between` ms; how long each took until its frame was painted, in ms. */
  async keyTimes(keys, between) {
    await this.page.evaluate(() => void (window.seen.keys = []));
    for (const key of keys) {
      await this.page.keyboard.press(key);
      await pause(between);
    }
    await pause(500);
    return this.page.evaluate(() => window.seen.keys);
  }

  async paste(text) {
    await this.page.evaluate((words) => navigator.clipboard.writeText(words), text);
    await this.page.keyboard.press('Control+v');
  }

  /** Puts the caret behind the block that stands `share` of the way down, and brings it into view. */
  async placeCaret(share) {
    await this.page.evaluate((at) => {
      const blocks = document.querySelectorAll('.ql-editor :is(p, li, h2)');
      const block = blocks[Math.floor((blocks.length - 1) * at)];
      block.scrollIntoView({ block: 'center' });
      document.querySelector('.ql-editor').focus({ preventScroll: true });
      document.getSelection().collapse(block.lastChild ?? block, block.lastChild?.length ?? 0);
    }, share);
    await pause(600);
  }

  /** What the processor did while `act` ran, for the browser's developer tools. */
  async profiled(act) {
    const session = await this.page.context().newCDPSession(this.page);
    await session.send('Profiler.enable');
    await session.send('Profiler.setSamplingInterval', { interval: 500 });
    await session.send('Profiler.start');
    await act();
    const { profile } = await session.send('Profiler.stop');
    await session.detach();
    return profile;
  }
}
