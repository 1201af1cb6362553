import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Me } from '../api/roles.ts';
import type { DocumentInfo } from '../api/documents.ts';
import type { ApiFailure } from '../api/failure.ts';
import { changedWhen, fullDate } from '../words/dates.ts';
import { sentenceOf } from '../ui/failures.ts';
import { strings } from '../words/strings.ts';
import { Face } from '../ui/people.tsx';
import { Icon } from '../ui/icons.tsx';
import { ImportReport } from '../ui/import-report.tsx';
import { Gallery } from '../ui/templates/gallery.tsx';
import { personOf } from '../text/person.ts';
import { logInAddress } from '../addresses.ts';
import { HomeModel } from './home-model.ts';
import { Who } from './who.tsx';
import { me } from './whoami.ts';

const words = strings.home;
/** Faces beside one document before "+n". */
const kFaces = 4;
/** The list is fetched again this often while the page is looked at: people come and go. */
const kRefresh = 20_000;

/** The page of somebody with an account or in open mode; others are sent to log in. */
export function HomePage(): JSX.Element | null {
  const who = me.value;
  if (who && !who.open && who.kind === 'nobody') {
    location.replace(logInAddress('/'));
    return null;
  }
  return who && <Documents who={who} />;
}

function Documents({ who }: { readonly who: Me }): JSX.Element {
  const model = useMemo(() => new HomeModel(), []);
  const dropping = useSignal(false);
  const choosing = useSignal(false);
  const file = useRef<HTMLInputElement>(null);

  useEffect(() => {
    document.title = `${words.title} · ${strings.product}`;
    void model.load();
    const retry = (): void => void model.load();
    const timer = setInterval(() => {
      const { value } = model.list;
      const first = value.kind === 'listed' && value.documents.length <= 50;
      if (!document.hidden && first) retry();
    }, kRefresh);
    window.addEventListener('online', retry);
    window.addEventListener('pageshow', retry);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', retry);
      window.removeEventListener('pageshow', retry);
    };
  }, [model]);

  useEffect(() => {
    if (!who.may_create) return undefined;
    return listenToDrops((over) => (dropping.value = over), (files) => void model.importFiles(files));
  }, [model, who.may_create]);

  return (
    <div class="home">
      <header class="home-head">
        <p class="mark">
          <img src="/plenary.svg" alt="" width="28" height="28" />
          {strings.product}
        </p>
        <div class="home-actions">
          {who.may_create && (
            <>
              <input
                ref={file}
                class="for-readers"
                type="file"
                multiple
                tabIndex={-1}
                aria-hidden="true"
                accept=".md,.markdown,.txt,.text,.html,.htm,.xhtml,text/plain,text/markdown,text/html"
                onChange={(event) => {
                  void model.importFiles([...(event.currentTarget.files ?? [])]);
                  event.currentTarget.value = '';
                }}
              />
              <button
                type="button"
                class="button"
                title={words.importHint}
                disabled={model.busy.value}
                onClick={() => file.current?.click()}
              >
                <Icon name="upload" />
                {words.importFile}
              </button>
              <button type="button" class="button" title={strings.templates.fromTemplate} aria-haspopup="dialog" disabled={model.busy.value} onClick={() => (choosing.value = true)}>
                <Icon name="template" />
                {strings.templates.fromTemplate}
              </button>
              <button type="button" class="button primary" disabled={model.busy.value} onClick={() => void model.create()}>
                <Icon name="plus" />
                {words.create}
              </button>
            </>
          )}
          <Who />
        </div>
      </header>
      <main>
        <div class="home-title">
          <h1>{words.title}</h1>
          <label class="search">
            <Icon name="search" />
            <span class="for-readers">{words.search}</span>
            <input
              type="search"
              dir="auto"
              placeholder={words.search}
              value={model.query.value}
              onInput={(event) => model.search(event.currentTarget.value)}
            />
          </label>
        </div>
        <ImportReport message={model.message.value} outcomes={model.outcomes.value} onClose={() => (model.outcomes.value = [])} />
        <DocumentList model={model} who={who} onImport={() => file.current?.click()} />
      </main>
      {choosing.value && (
        <Gallery
          templates={model.templates}
          busy={model.busy.value}
          problem={model.message.value}
          onStart={(template) => void model.create(template)}
          onClose={() => (choosing.value = false)}
        />
      )}
      {dropping.value && <div class="drop-here">{words.drop}</div>}
    </div>
  );
}

interface ListProps {
  readonly model: HomeModel;
  readonly who: Me;
  readonly onImport: () => void;
}

function DocumentList({ model, who, onImport }: ListProps): JSX.Element {
  const state = model.list.value;
  if (state.kind === 'loading') return <LoadingList />;
  if (state.kind === 'failed') return <FailedList failure={state.failure} onRetry={() => void model.load()} />;
  const { documents, next, loadingMore } = state;
  const query = model.query.value.trim();
  if (documents.length === 0) {
    return query ? (
      <section class="empty">
        <h2>{words.noMatchTitle}</h2>
        <p>{words.noMatchText(query)}</p>
        <button type="button" class="button" onClick={() => model.search('')}>
          {words.clearSearch}
        </button>
      </section>
    ) : (
      <section class="empty">
        <Icon name="document" />
        <h2>{words.emptyTitle}</h2>
        <p>{!who.may_create ? words.emptyTextReader : who.open ? words.emptyText : words.emptyTextShared}</p>
        {who.may_create && (
          <p class="empty-actions">
            <button type="button" class="button primary" onClick={() => void model.create()}>
              {words.create}
            </button>
            <button type="button" class="button" onClick={onImport}>
              {words.importFile}
            </button>
          </p>
        )}
      </section>
    );
  }
  const now = Date.now();
  return (
    <>
      <p class="for-readers" role="status">
        {query ? words.found(documents.length, next !== null) : ''}
      </p>
      <ul class="documents">
        {documents.map((document) => (
          <DocumentRow key={document.id} document={document} now={now} open={who.open} />
        ))}
      </ul>
      {next && (
        <p class="more">
          <button type="button" class="button" disabled={loadingMore} onClick={() => void model.more()}>
            {loadingMore ? words.loadingMore : words.more}
          </button>
        </p>
      )}
    </>
  );
}

interface RowProps {
  readonly document: DocumentInfo;
  readonly now: number;
  /** Names are identities; elsewhere the list tells names without their people's ids. */
  readonly open: boolean;
}

function DocumentRow({ document, now, open }: RowProps): JSX.Element {
  const people = (document.people ?? []).filter((name) => name.trim() !== '');
  const rest = people.length - kFaces;
  return (
    <li class="document">
      <a href={document.address}>
        <span class={document.title ? 'document-title' : 'document-title untitled'} dir="auto">
          {document.title || strings.untitled}
        </span>
        {people.length > 0 && (
          <span class="document-people">
            <span class="for-readers">{words.here(people)}</span>
            {people.slice(0, kFaces).map((name) => (
              <Face key={name} person={open ? personOf({ name }) : { name }} />
            ))}
            {rest > 0 && (
              <span class="face rest" aria-hidden="true">
                {strings.people.moreShort(rest)}
              </span>
            )}
          </span>
        )}
        <time dateTime={document.updated_at} title={fullDate(document.updated_at) ?? undefined}>
          <span class="for-readers">{words.changed} </span>
          {changedWhen(document.updated_at, now)}
        </time>
      </a>
    </li>
  );
}

function LoadingList(): JSX.Element {
  return (
    <div class="documents loading">
      <p class="for-readers" role="status">
        {words.loading}
      </p>
      {[0, 1, 2, 3, 4].map((row) => (
        <div class="document" key={row}>
          <div class="bone" />
        </div>
      ))}
    </div>
  );
}

function FailedList({ failure, onRetry }: { readonly failure: ApiFailure; readonly onRetry: () => void }): JSX.Element {
  const unreachable = failure.kind === 'unreachable';
  return (
    <section class="empty" role="alert">
      <h2>{unreachable ? words.unreachableTitle : words.refusedTitle}</h2>
      <p>{unreachable ? words.unreachableText : sentenceOf(failure)}</p>
      <button type="button" class="button primary" onClick={onRetry}>
        {words.retry}
      </button>
    </section>
  );
}

/** Files may be dropped anywhere on the page. Returns what ends it. */
function listenToDrops(over: (over: boolean) => void, drop: (files: readonly File[]) => void): () => void {
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  const onOver = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    over(true);
  };
  const onLeave = (event: DragEvent): void => {
    if (event.relatedTarget === null) over(false);
  };
  const onDrop = (event: DragEvent): void => {
    over(false);
    if (!hasFiles(event)) return;
    event.preventDefault();
    drop([...(event.dataTransfer?.files ?? [])]);
  };
  window.addEventListener('dragover', onOver);
  window.addEventListener('dragleave', onLeave);
  window.addEventListener('drop', onDrop);
  return () => {
    window.removeEventListener('dragover', onOver);
    window.removeEventListener('dragleave', onLeave);
    window.removeEventListener('drop', onDrop);
  };
}
