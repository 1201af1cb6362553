import type Quill from 'quill/core.js';
import type { Range } from 'quill/core.js';

/** What is selected, or was when the focus went elsewhere. */
export function lastRange({ selection }: Quill): Range {
  return selection.lastRange ?? selection.savedRange;
}
