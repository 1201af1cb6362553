import type { JSX } from 'preact';
import type { Loading, PagedLoading } from '../pages/loading.ts';
import { strings } from '../strings.ts';

/** Shows what has come, or that it is coming, or why it has not. */
export function WhenLoaded<T>({ of, children }: { readonly of: Loading<T>; readonly children: (value: T) => JSX.Element }): JSX.Element {
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

export function MoreOf<T>({ list }: { readonly list: PagedLoading<T> }): JSX.Element | null {
  if (!list.pages.value?.next) return null;
  return (
    <p class="more">
      <button type="button" class="button" aria-disabled={list.more.value} onClick={() => void list.loadMore()}>
        {strings.forms.more}
      </button>
    </p>
  );
}
