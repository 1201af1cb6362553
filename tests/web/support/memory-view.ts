import { Delta, contentLength, deltaOf } from '../../../clients/web/src/text/delta.ts';
import type { Ops } from '../../../clients/web/src/text/delta.ts';
import type { DocumentView } from '../../../clients/web/src/sync/session.ts';

/** A view without a screen. Like Quill it always ends with a newline. */
export class MemoryView implements DocumentView {
  content: Delta = new Delta();
  isReady = true;
  readonly hasUnsubmitted = false;

  load(content: Ops): void {
    this.content = deltaOf(content);
  }

  applyRemote(ops: Ops): void {
    this.content = this.content.compose(deltaOf(ops));
  }

  settle(): void {}

  length(): number {
    return contentLength(this.content.ops);
  }

  get text(): string {
    return this.content.ops.map((op) => (typeof op.insert === 'string' ? op.insert : '*')).join('');
  }
}
