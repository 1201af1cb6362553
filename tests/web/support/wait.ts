export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until `holds()`; throws with `what` after `within` milliseconds. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  within = 25_000,
): Promise<void> {
  const end = Date.now() + within;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${within} ms in vain until ${what}`);
    await pause(10);
  }
}
