import { signal } from '@preact/signals';
import { ApiError } from '../api/request.ts';
import type { ApiFailure } from '../api/request.ts';
import { strings } from '../strings.ts';

const words = strings.forms;

/** What happened, in a sentence. */
export function sentenceOf(failure: ApiFailure): string {
  if (failure.kind === 'unreachable') return words.unreachable;
  if (failure.status === 429) return words.tooMany(failure.retryAfter ?? null);
  if (failure.status >= 500) return words.serverFault(failure.detail);
  return failure.detail ? ended(failure.detail) : words.refused;
}

function ended(sentence: string): string {
  const capital = sentence.charAt(0).toUpperCase() + sentence.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

/** One thing that is sent at a time, and what came of it. */
export class FormModel {
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
