import { signal } from '@preact/signals';
import { ApiError } from '../api/failure.ts';
import type { ApiFailure } from '../api/failure.ts';
import { sentenceOf } from '../ui/failures.ts';
import type { FormState } from '../ui/forms.tsx';

/** A form's request: at most one is under way, and its outcome is kept. */
export class FormModel implements FormState {
  readonly busy = signal(false);
  readonly problem = signal('');
  readonly done = signal('');

  /** `explain` may know a failure better than its own sentence. Returns whether it went well. */
  async run(work: () => Promise<void>, explain: (failure: ApiFailure) => string | null = () => null): Promise<boolean> {
    if (this.busy.value) return false;
    this.busy.value = true;
    this.problem.value = '';
    this.done.value = '';
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.problem.value = explain(error.failure) ?? sentenceOf(error.failure);
      return false;
    } finally {
      this.busy.value = false;
    }
  }
}

export const isStatus = (failure: ApiFailure, status: number): boolean =>
  failure.kind === 'refused' && failure.status === status;
