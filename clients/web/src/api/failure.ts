/** Why a request to the server went wrong. */
export type ApiFailure =
  | { readonly kind: 'unreachable' }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly code: string;
      readonly detail: string;
      /** Seconds. */
      readonly retryAfter?: number;
      /** The request would have changed something. */
      readonly writes?: boolean;
    };

/** The server had no room for the request. It did nothing; the same request may go well in a moment. */
export const isBusy = (failure: ApiFailure): boolean =>
  failure.kind === 'refused' && failure.status === 503 && failure.code === 'busy';

export class ApiError extends Error {
  readonly failure: ApiFailure;

  constructor(failure: ApiFailure) {
    super(failure.kind === 'refused' ? failure.detail : 'unreachable');
    this.failure = failure;
  }
}
