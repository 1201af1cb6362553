import { useSignal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { RoleLine } from '../../ui/role-line.tsx';
import { ShareButton } from '../../ui/share-button.tsx';
import { strings } from '../../words/strings.ts';
import { HelpDialog } from '../../ui/help-dialog.tsx';
import { Icon } from '../../ui/icons.tsx';
import { LinkBubble } from '../../ui/link-bubble.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { Notices } from '../../ui/notice.tsx';
import { Outline, OutlineButton, OutlineDrawer } from '../../ui/outline.tsx';
import { Letters, People } from '../../ui/people.tsx';
import { PictureTools, UploadSigns } from '../../ui/picture-tools.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { TableTools } from '../../ui/table-tools.tsx';
import { TitleField } from '../../ui/title-field.tsx';
import { useMedia } from '../../ui/use-media.ts';
import { Toolbar } from '../../ui/toolbar.tsx';
import type { Action } from '../../ui/toolbar.tsx';
import { ThreadDrawer } from '../../ui/threads/thread-list.tsx';
import { ThreadMargin } from '../../ui/threads/thread-margin.tsx';
import { CommentHereButton, ThreadPeek, ThreadsButton } from '../../ui/threads/thread-buttons.tsx';
import { kAccepted } from '../../editor/pictures/brought-files.ts';
import { isMac } from '../../editor/platform.ts';
import { keyPress, requestFor } from '../../editor/shortcuts.ts';
import { EditorModel } from './editor-model.ts';
import { DesignDialogNow, ToDoDialogNow, ToDoNow, offersDesign } from './template-parts.tsx';
import type { Phase } from './editor-model.ts';
import { Gone } from '../../ui/gone.tsx';
import type { WhyGone } from '../../ui/gone.tsx';
import { LazyShareSheet } from '../share/lazy-share.tsx';
import { Who } from '../who.tsx';
import { me } from '../whoami.ts';

type OpenDialog = 'none' | 'help' | 'name' | 'outline' | 'share' | 'to-do' | 'template';

/** From this width on there is room for the outline beside the paper. */
const kWide = '(min-width: 1100px)';

export function EditorPage({ id }: { readonly id: string }): JSX.Element {
  const model = useMemo(() => new EditorModel(id), [id]);
  const paper = useRef<HTMLDivElement>(null);
  const dialog = useSignal<OpenDialog>('none');
  const outlineOpen = useSignal(true);
  const wide = useMedia(kWide);

  const focusToolbar = (): void =>
    document.querySelector<HTMLElement>('.toolbar [data-tool][tabindex="0"]')?.focus();

  useEffect(() => {
    const container = paper.current;
    if (!container) return undefined;
    void model.open(container, (request) => {
      if (request === 'toolbar') focusToolbar();
      else dialog.value = request;
    });
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select, [contenteditable="true"]');
      const asked = requestFor(keyPress(event), isMac);
      const alone = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (asked === 'help' || (alone && event.key === '?' && !typing)) dialog.value = 'help';
      else if (asked === 'toolbar') focusToolbar();
      else if (asked === 'save') model.answerSave();
      // A reader who may comment but not edit has no focus in the text.
      // So has whoever is in a cell of a table or in a note.
      else if (asked === 'comment' && (!typing || model.isInside)) model.threads.value?.comment();
      else if (asked === 'to-thread' && (!typing || model.isInside)) model.threads.value?.toThread();
      else if (asked === 'link' && model.isInside) model.editLink();
      else if (asked === 'open-link' && model.isInside) model.caret.links.value?.follow();
      else if (asked === 'history') openHistory();
      else return;
      event.preventDefault();
    };
    const openHistory = (): void => {
      if (model.rights.may('read_history')) location.assign(historyOf(id));
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      model.close();
    };
  }, [model]);

  const onAction = (action: Action): void => {
    if (action === 'help' || action === 'template') dialog.value = action;
    else if (action === 'link') model.editLink();
    else if (action === 'picture') model.pictures.choose();
    else model.do(action);
  };
  const closeDialog = (): void => {
    dialog.value = 'none';
  };
  const phase = model.phase.value;
  const why = goneIn(phase);
  const gone = why !== null;
  const rights = model.rights.now.value;
  return (
    <Letters.Provider value={model.people.letters}>
      <div class="editor-page">
        <a class="skip-link" href="#text" onClick={(event) => (event.preventDefault(), model.focusText())}>
          {strings.skipToText}
        </a>
        <header class="bars">
          <div class="bar">
            <a class="icon-button" href="/" aria-label={strings.editor.back} title={strings.editor.back}>
              <Icon name="back" />
            </a>
            {!gone && (
              <h1 class="bar-title">
                <TitleField
                  title={model.title.shown.value}
                  readOnly={!rights?.may('rename_document')}
                  onRename={(title) => model.title.rename(title)}
                  onDone={() => model.focusText()}
                />
              </h1>
            )}
            {!gone && (
              <>
                <StatusNow model={model} />
                <ThreadsButtonNow model={model} />
                <PeopleNow model={model} onRename={() => (dialog.value = 'name')} />
                <HistoryNow model={model} id={id} />
                <ShareNow model={model} onOpen={() => (dialog.value = 'share')} />
              </>
            )}
            <Who compact />
          </div>
          {!gone && (
            <div class="under-bar">
              {!wide && <OutlineButton open={dialog.value === 'outline'} onOpen={() => (dialog.value = 'outline')} />}
              <ToDoNow model={model} onOpen={() => (dialog.value = 'to-do')} />
              <UnderTheBar model={model} onAction={onAction} />
            </div>
          )}
        </header>
        <div class={outlineOpen.value ? 'desk' : 'desk outline-folded'} hidden={gone}>
          {wide && <OutlineNow model={model} open={outlineOpen} />}
          <main class="paper-column">
            <div class={phase.kind === 'opening' ? 'paper opening' : 'paper'}>
              {phase.kind === 'opening' && <OpeningPaper />}
              <div id="text" ref={paper} />
              <LinkNow model={model} />
              <TableNow model={model} />
              <PicturesNow model={model} />
              <CommentHereNow model={model} />
            </div>
          </main>
          <ThreadsNow model={model} />
        </div>
        {why && <Gone why={why} me={me.value} />}
        <Notices notices={model.notices.shown.value} onClose={(notice) => model.notices.close(notice)} />
        {dialog.value === 'share' && me.value && (
          <LazyShareSheet
            document={id}
            title={model.title.shown.value}
            me={me.value}
            onClose={closeDialog}
            onFailed={closeDialog}
          />
        )}
        {dialog.value === 'outline' && !wide && <OutlineDrawerNow model={model} onClose={closeDialog} />}
        {dialog.value === 'to-do' && <ToDoDialogNow model={model} onClose={closeDialog} />}
        {dialog.value === 'template' && <DesignDialogNow model={model} onClose={closeDialog} />}
        {dialog.value === 'help' && <HelpDialog onClose={closeDialog} />}
        {dialog.value === 'name' && (
          <NameDialog
            name={model.people.me.value.name}
            onClose={closeDialog}
            onName={(name) => {
              model.people.rename(name);
              closeDialog();
            }}
          />
        )}
      </div>
    </Letters.Provider>
  );
}

function goneIn(phase: Phase): WhyGone | null {
  switch (phase.kind) {
    case 'opening':
    case 'open':
      return null;
    default:
      return phase;
  }
}

// Each part reads its signals by itself, so that a keystroke does not draw the whole page again.

interface PartProps {
  readonly model: EditorModel;
}

function StatusNow({ model }: PartProps): JSX.Element {
  return <StatusBadge status={model.status.value} kept={model.kept.value} onTryNow={() => model.tryNow()} />;
}

function PeopleNow({ model, onRename }: PartProps & { readonly onRename: () => void }): JSX.Element {
  return (
    <People
      me={model.people.me.value}
      others={model.people.others.value}
      onRename={model.asksForName ? onRename : null}
      onGoTo={(person) => model.goToPerson(person)}
    />
  );
}

function ShareNow({ model, onOpen }: PartProps & { readonly onOpen: () => void }): JSX.Element | null {
  const rights = model.rights.now.value;
  if (!rights || !me.value || me.value.open || me.value.kind === 'nobody') return null;
  return <ShareButton manages={rights.may('manage_access')} onOpen={onOpen} />;
}

const historyOf = (id: string): string => `/d/${encodeURIComponent(id)}/history`;

function HistoryNow({ model, id }: PartProps & { readonly id: string }): JSX.Element | null {
  if (!model.rights.may('read_history')) return null;
  return (
    <a class="icon-button" href={historyOf(id)} aria-label={strings.editor.history} title={`${strings.editor.history} (Ctrl+Alt+Shift+H)`}>
      <Icon name="history" />
    </a>
  );
}

/** The toolbar for editors; for others one sentence about their rights. */
function UnderTheBar({ model, onAction }: PartProps & { readonly onAction: (action: Action) => void }): JSX.Element {
  const rights = model.rights.now.value;
  if (rights && !rights.may('edit_document')) return <RoleLine role={rights.role} onHelp={() => onAction('help')} />;
  return (
    <Toolbar
      formats={model.caret.formats.value}
      writable={model.writable.value}
      designs={offersDesign(model)}
      onAction={onAction}
      onLeave={() => model.focusText()}
    />
  );
}

function OutlineNow({ model, open }: PartProps & { readonly open: Signal<boolean> }): JSX.Element {
  return (
    <Outline
      headings={model.caret.headings.value}
      current={model.caret.heading.value}
      open={open.value}
      onToggle={() => (open.value = !open.value)}
      onGoTo={(heading) => model.caret.goTo(heading)}
    />
  );
}

function OutlineDrawerNow({ model, onClose }: PartProps & { readonly onClose: () => void }): JSX.Element {
  return (
    <OutlineDrawer
      headings={model.caret.headings.value}
      current={model.caret.heading.value}
      onGoTo={(heading) => model.caret.goTo(heading)}
      onClose={onClose}
    />
  );
}

function TableNow({ model }: PartProps): JSX.Element | null {
  const spot = model.table.value;
  const { tables } = model;
  const threads = model.threads.value;
  if (!spot || !tables || (tables.mayWrite && !model.writable.value)) return null;
  const onWrote = model.rights.may('read_history') ? (row: string) => location.assign(`${historyOf(model.document)}#row-${encodeURIComponent(row)}`) : null;
  return <TableTools spot={spot} tables={tables} menu={model.tableMenu.value} onMenu={(menu) => (model.tableMenu.value = menu)} onCalendar={(open) => (model.openCalendar = open)} onComment={threads?.rights.mayComment ? () => threads.comment() : null} onWrote={onWrote} />;
}

function PicturesNow({ model }: PartProps): JSX.Element | null {
  const { pictures: desk } = model;
  const files = useRef<HTMLInputElement>(null);
  desk.choose = () => files.current?.click();
  const spot = desk.current.value;
  const room = desk.room();
  if (!model.writable.value && desk.uploads.value.length === 0) return null;
  return (
    <>
      <input
        ref={files}
        type="file"
        hidden
        multiple
        accept={kAccepted}
        aria-label={strings.pictures.choose}
        onChange={({ currentTarget }) => {
          room?.take(currentTarget.files ?? []);
          currentTarget.value = ''; // the same file again is a choice, too
          model.focusText();
        }}
      />
      {spot && room && <PictureTools spot={spot} pictures={room.pictures} />}
      {room && <UploadSigns uploads={desk.uploads.value} onAgain={(id) => room.uploads.again(id)} onGiveUp={(id) => room.uploads.giveUp(id)} />}
      <p class="for-readers" role="status">
        {desk.said.value}
      </p>
    </>
  );
}

function LinkNow({ model }: PartProps): JSX.Element | null {
  const links = model.caret.links.value;
  const link = links?.open.value;
  if (!links || !link) return null;
  return (
    <LinkBubble
      key={`${link.place.index}/${link.editing}`}
      link={link.place}
      at={link.at}
      editing={link.editing}
      writable={model.writable.value}
      onEdit={() => links.change()}
      onApply={(address, text) => links.apply(address, text)}
      onRemove={() => links.remove()}
      onClose={() => links.close()}
    />
  );
}

function ThreadsNow({ model }: PartProps): JSX.Element | null {
  const threads = model.threads.value;
  if (!threads) return <aside class="right-margin" aria-hidden="true" />;
  return (
    <>
      {threads.wide.value ? <ThreadMargin model={threads} /> : <ThreadPeek model={threads} />}
      {!threads.wide.value && threads.listOpen.value && <ThreadDrawer model={threads} />}
      <p class="for-readers" role="status">
        {threads.news.value}
      </p>
    </>
  );
}

function ThreadsButtonNow({ model }: PartProps): JSX.Element | null {
  return model.threads.value && <ThreadsButton model={model.threads.value} />;
}

function CommentHereNow({ model }: PartProps): JSX.Element | null {
  return model.threads.value && <CommentHereButton model={model.threads.value} />;
}

function OpeningPaper(): JSX.Element {
  return (
    <div class="opening-paper">
      <p class="for-readers" role="status">
        {strings.editor.loading}
      </p>
      <div class="bone wide-title" />
      {[0, 1, 2, 3, 4, 5].map((line) => (
        <div class="bone" key={line} />
      ))}
    </div>
  );
}
