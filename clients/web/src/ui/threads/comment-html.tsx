import type { JSX } from 'preact';
import { openAddress } from '../../addresses.ts';

/** The one place where a comment's HTML enters the page. The server has made it safe. */
export function CommentHtml({ html }: { readonly html: string }): JSX.Element {
  const onClick = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const address = link?.getAttribute('href');
    if (!address) return;
    event.preventDefault();
    openAddress(address);
  };
  return <div class="comment-html" dir="auto" onClick={onClick} dangerouslySetInnerHTML={{ __html: html }} />;
}
