import type { ReadonlySignal } from '@preact/signals';
import type { JSX } from 'preact';
import { strings } from '../words/strings.ts';

export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'here'; readonly value: T };

/** Something that is fetched from the server, and can be fetched again. */
export interface Loadable<T> {
  readonly state: ReadonlySignal<Loaded<T>>;
  load(): Promise<void>;
}

/** A list that comes page by page. */
export interface PagedList {
  readonly hasMore: boolean;
  /** More is being fetched. */
  readonly more: ReadonlySignal<boolean>;
  loadMore(): Promise<void>;
}

/** Shows the loaded thing, or that it is loading, or the reason for its absence. */
export function WhenLoaded<T>({ of, children }: { readonly of: Loadable<T>; readonly children: (value: T) => JSX.Element }): JSX.Element {
  const state = of.state.value;
  if (state.kind === 'here') return children(state.value);
  if (state.kind === 'loading') {
    return (
      <div class="bones">
        <p class="for-readers" role="status">
          {strings.forms.loading}
        </p>
        <div class="bone" />
        <div class="bone" />
        <div class="bone" />
      </div>
    );
  }
  return (
    <div class="problem" role="alert">
      <p>{state.why}</p>
      <button type="button" class="button" onClick={() => void of.load()}>
        {strings.forms.retry}
      </button>
    </div>
  );
}

export function MoreOf({ list }: { readonly list: PagedList }): JSX.Element | null {
  if (!list.hasMore) return null;
  return (
    <p class="more">
      <button type="button" class="button" aria-disabled={list.more.value} onClick={() => void list.loadMore()}>
        {strings.forms.more}
      </button>
    </p>
  );
}
