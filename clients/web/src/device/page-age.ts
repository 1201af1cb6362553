/** The server's build of the client is another one than this page's: parts of ours that were not fetched are gone. */
export async function pageIsOlder(): Promise<boolean> {
  const mine = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
  if (!mine) return false;
  try {
    const answer = await fetch('/', { cache: 'no-store', headers: { accept: 'text/html' } });
    const page = await answer.text();
    return answer.ok && page.includes('<script') && !page.includes(new URL(mine.src).pathname);
  } catch {
    return false; // nobody answers: nobody knows
  }
}
