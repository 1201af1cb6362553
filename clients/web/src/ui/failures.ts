import { isBusy } from '../api/failure.ts';
import type { ApiFailure } from '../api/failure.ts';
import { forms as words } from '../words/forms.ts';

/** A sentence about the failure. */
export function sentenceOf(failure: ApiFailure): string {
  if (failure.kind === 'unreachable') return words.unreachable;
  if (isBusy(failure)) return failure.writes ? words.busyKept : words.busy;
  if (failure.status === 429) return words.tooMany(failure.retryAfter ?? null);
  if (failure.status >= 500) return words.serverFault(failure.detail);
  return failure.detail ? ended(failure.detail) : words.refused;
}

function ended(sentence: string): string {
  const capital = sentence.charAt(0).toUpperCase() + sentence.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
