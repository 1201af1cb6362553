import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { strings } from '../../words/strings.ts';
import { countsOf, kFilters, listed } from '../../threads/listing.ts';
import { Icon } from '../icons.tsx';
import { useModal } from '../use-modal.ts';
import type { Discussion } from './discussion.ts';
import { DraftCard, ThreadCard } from './thread-card.tsx';

const words = strings.threads;
/** Cards that are built at once; more come when their place is seen. */
const kPage = 40;

interface ListProps {
  readonly model: Discussion;
  readonly onClose: () => void;
}

/** All threads of the document, filtered and searched, in the order of the text. */
export function ThreadList({ model, onClose }: ListProps): JSX.Element {
  void model.revision.value;
  const { book } = model;
  const filter = model.filter.value;
  const query = model.query.value;
  const found = listed(book, filter, query, model.rights.myId);
  const counts = countsOf(book, model.rights.myId);
  const active = model.active.value?.id;
  const [pages, setPages] = useState(1);
  useEffect(() => setPages(1), [filter, query]);
  useEffect(() => model.redraw());
  const least = found.findIndex(({ id }) => id === active) + 1;
  const shown = found.slice(0, Math.max(pages * kPage, least));
  const drafts = model.drafts.shown.value.filter(({ draft }) => draft.about.kind === 'words');
  return (
    <section class="thread-list" aria-label={words.title} onKeyDown={(event) => event.key === 'Escape' && (onClose(), model.leave())}>
      <header class="list-head">
        <h2>{words.title}</h2>
        <button type="button" class="icon-button" aria-label={words.close} title={words.close} onClick={onClose}>
          <Icon name="close" />
        </button>
        <input
          type="search"
          class="list-search"
          aria-label={words.search}
          placeholder={words.search}
          value={query}
          onInput={(event) => (model.query.value = event.currentTarget.value)}
        />
        <div class="list-filters" role="group" aria-label={words.filters}>
          {kFilters.filter((name) => name !== 'unread' || model.rights.knowsPeople).map((name) => (
            <button type="button" key={name} aria-pressed={filter === name} onClick={() => (model.filter.value = name)}>
              {words.filter[name]}
              {counts[name] > 0 && <span class="count"> {counts[name]}</span>}
            </button>
          ))}
        </div>
        <p class="for-readers" role="status">
          {words.found(found.length)}
        </p>
      </header>
      <div class="list-body">
        {filter === 'unread' && found.length > 0 && (
          <p class="list-note">
            <button type="button" class="button small" onClick={() => void model.deeds.markAllRead()}>
              {words.markAllRead}
            </button>
          </p>
        )}
        {filter === 'orphaned' && found.length > 0 && <p class="list-note">{words.orphansExplained}</p>}
        {(filter === 'open' || filter === 'mine') && drafts.map((draft) => <DraftCard key={draft.draft.key} model={model} shown={draft} />)}
        {shown.map((thread) => (
          <ThreadCard key={thread.id} model={model} thread={thread} quoted />
        ))}
        {found.length === 0 && drafts.length === 0 && <Nothing model={model} />}
        {shown.length < found.length && <More onMore={() => setPages((n) => n + 1)} />}
      </div>
    </section>
  );
}

function Nothing({ model }: { readonly model: Discussion }): JSX.Element {
  const query = model.query.value.trim();
  if (model.loading.value === 'loading') return <p class="list-note">{words.loading}</p>;
  if (model.loading.value === 'unreachable') {
    return (
      <p class="list-note">
        <b>{words.unreachableTitle}.</b> {words.unreachableText}
      </p>
    );
  }
  return <p class="list-note">{query ? words.noMatch(query) : words.empty[model.filter.value]}</p>;
}

/** Asks for more as soon as it comes into view. It is a button, too, for readers who do not scroll. */
function More({ onMore }: { readonly onMore: () => void }): JSX.Element {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && onMore());
    if (button.current) observer.observe(button.current);
    return () => observer.disconnect();
  });
  return (
    <button ref={button} type="button" class="button small" onClick={onMore}>
      {words.more}
    </button>
  );
}

/** From below, where there is no room beside the paper; on phones it is all there is. */
export function ThreadDrawer({ model }: { readonly model: Discussion }): JSX.Element {
  const closed = (): void => {
    model.listOpen.value = false;
  };
  const { close, props } = useModal(closed, (drawer) => {
    if (matchMedia('(max-width: 620px)').matches) drawer.showModal();
    else drawer.show();
    const first = drawer.querySelector<HTMLElement>('.comment-box textarea') ?? drawer.querySelector<HTMLElement>('.is-active');
    first?.focus({ preventScroll: true });
    first?.scrollIntoView({ block: 'nearest' });
  });
  return (
    <dialog {...props} class="thread-drawer" aria-label={words.title}>
      <ThreadList model={model} onClose={close} />
    </dialog>
  );
}
