import '../../styles/history.css';
import '../../styles/history-text.css';
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { picturesOf } from '../../api/pictures.ts';
import { textOf } from '../../history/blocks.ts';
import type { Change } from '../../history/changes.ts';
import { historyWords } from '../../words/history.ts';
import { strings } from '../../words/strings.ts';
import type { Thread } from '../../threads/types.ts';
import { Banner } from '../../ui/history/banner.tsx';
import { HistoryBar } from '../../ui/history/bar.tsx';
import { ChangeList, ChangeStepper } from '../../ui/history/change-list.tsx';
import { ChangeMap } from '../../ui/history/change-map.tsx';
import { CommentsPanel } from '../../ui/history/comments.tsx';
import { HistoryDialogs } from '../../ui/history/dialogs.tsx';
import { colouredAs } from '../../ui/history/face.tsx';
import { Legend } from '../../ui/history/legend.tsx';
import { Paper } from '../../ui/history/paper.tsx';
import type { Drawn } from '../../ui/history/paper.tsx';
import { SideDrawer, SideTabs } from '../../ui/history/panel.tsx';
import type { Side, SideName } from '../../ui/history/panel.tsx';
import { bringIntoView, useGoTo, useHeights, useThreadMarks } from '../../ui/history/on-screen.ts';
import { blockElements, rangeOf } from '../../ui/history/places.ts';
import { Player } from '../../ui/history/player.tsx';
import { PrintHead } from '../../ui/history/print-head.tsx';
import { PicturesHome } from '../../ui/history/runs.tsx';
import { NoHistory, NothingYet, OpeningText, Problem } from '../../ui/history/states.tsx';
import { TimelinePanel } from '../../ui/history/timeline.tsx';
import { WroteBox, WroteButton } from '../../ui/history/wrote.tsx';
import { Notices } from '../../ui/notice.tsx';
import { Who } from '../who.tsx';
import { me } from '../whoami.ts';
import { DeedsModel } from './deeds-model.ts';
import { HistoryModel } from './history-model.ts';
import { ReadingModel } from './reading-model.ts';

type Room = 'narrow' | 'middle' | 'wide';

const kMiddle = matchMedia('(min-width: 880px)');
const kWide = matchMedia('(min-width: 1200px)');
const room = (): Room => (kWide.matches ? 'wide' : kMiddle.matches ? 'middle' : 'narrow');

interface Models {
  readonly model: HistoryModel;
  readonly deeds: DeedsModel;
  readonly reading: ReadingModel;
}

export function HistoryPage({ id }: { readonly id: string }): JSX.Element {
  const models = useMemo((): Models => {
    const model = new HistoryModel(id);
    return { model, deeds: new DeedsModel(model), reading: new ReadingModel(model) };
  }, [id]);
  const { model, deeds } = models;
  useEffect(() => {
    void model.open();
    const onKey = (event: KeyboardEvent): void => pageKey(event, models);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      model.close();
    };
  }, [model]);
  const title = model.title.value;
  useEffect(() => {
    document.title = `${historyWords.pageTitle(title || strings.untitled)} · ${strings.product}`;
  }, [title]);
  const phase = model.phase.value;
  if (phase.kind !== 'open' && phase.kind !== 'opening') {
    return (
      <div class="history-page">
        <header class="bars">
          <HistoryBar model={model} onHelp={() => undefined}>
            <Who compact />
          </HistoryBar>
        </header>
        <NoHistory phase={phase} document={id} me={me.value} />
      </div>
    );
  }
  if (isEmpty(model)) {
    return (
      <div class="history-page">
        <header class="bars">
          <HistoryBar model={model} onHelp={() => undefined}>
            <Who compact />
          </HistoryBar>
        </header>
        <NothingYet document={id} />
      </div>
    );
  }
  return (
    <div class="history-page">
      <a class="skip-link" href="#history-text" onClick={(event) => (event.preventDefault(), document.getElementById('history-text')?.focus())}>
        {historyWords.bar.skip}
      </a>
      <header class="bars">
        <HistoryBar model={model} onHelp={() => (deeds.dialog.value = { kind: 'help' })}>
          <Who compact />
        </HistoryBar>
        <Banner model={model} deeds={deeds} />
      </header>
      <Desk {...models} />
      <HistoryDialogs model={model} deeds={deeds} />
      <Notices notices={model.notice.value ? [model.notice.value] : []} onClose={() => model.say(null)} />
      <p class="for-readers" role="status">
        {model.changes.said.value}
      </p>
    </div>
  );
}

/** Nobody has ever written a word. */
function isEmpty({ shown, facts, head }: HistoryModel): boolean {
  if (facts.value === null || head > 1) return false;
  return head === 0 || shown.value?.reading.blocks.every((block) => textOf(block).trim() === '') === true;
}

const kFields = 'input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable="true"]';

/** n and p, or Alt with an arrow: from change to change. The focus goes along, so that one reads on from there. */
function pageKey(event: KeyboardEvent, { model, deeds }: Models): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.getModifierState('AltGraph') || event.isComposing) return;
  if (document.querySelector('dialog[open]')) return;
  const typing = event.target instanceof HTMLElement && event.target.matches(kFields);
  const key = event.altKey ? `Alt+${event.key}` : event.key;
  if (key === 'Alt+ArrowDown' || (key === 'n' && !typing)) model.changes.step(1, true);
  else if (key === 'Alt+ArrowUp' || (key === 'p' && !typing)) model.changes.step(-1, true);
  else if (key === '?' && !typing) deeds.dialog.value = { kind: 'help' };
  else return;
  event.preventDefault();
}

function Desk(models: Models): JSX.Element {
  const { model, reading } = models;
  const space = useSignal<Room>(room());
  const side = useSignal<SideName>('changes');
  const drawer = useSignal(false);
  const paper = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const measure = (): void => {
      space.value = room();
      drawer.value = false;
    };
    for (const query of [kMiddle, kWide]) query.addEventListener('change', measure);
    return () => {
      for (const query of [kMiddle, kWide]) query.removeEventListener('change', measure);
    };
  }, []);
  const onChosen = (): void => {
    drawer.value = false;
  };
  const showThread = ({ anchor }: Thread): void => {
    onChosen();
    const blocks = model.shown.value?.reading.blocks ?? [];
    const range = paper.current && rangeOf(blockElements(paper.current), blocks, anchor.index, anchor.index + anchor.length);
    if (range) bringIntoView(range);
  };
  const sides = sidesOf(models, onChosen, showThread).filter(({ name }) => name !== 'timeline' || space.value !== 'wide');
  const choose = (name: SideName): void => {
    side.value = name;
  };
  const listsComments = (space.value === 'narrow' ? drawer.value || side.value === 'comments' : true) && side.value === 'comments';
  useHeights();
  useThreadMarks(model, reading, paper, listsComments);
  useGoTo(model, paper);
  return (
    <>
      <div class={`history-desk is-${space.value}`}>
        {space.value === 'wide' && (
          <aside class="history-left" aria-label={historyWords.timeline.title}>
            <h2 class="side-title">{historyWords.timeline.title}</h2>
            <div class="side-body">
              <TimelinePanel model={model} onChosen={onChosen} />
            </div>
          </aside>
        )}
        <main class="history-main" id="history-text" tabIndex={-1} aria-label={historyWords.text.label}>
          <PrintHead model={model} />
          <div ref={paper} class={model.busy.value ? 'paper history-paper is-busy' : 'paper history-paper'} aria-busy={model.busy.value}>
            <Text model={model} />
            <WroteButton model={model} reading={reading} paper={paper} />
            <WroteBox model={model} reading={reading} />
          </div>
        </main>
        {space.value !== 'narrow' && <ChangeMap model={model} />}
        {space.value !== 'narrow' && (
          <aside class="history-right" aria-label={historyWords.panel.label}>
            <SideTabs sides={sides} chosen={side.value} onChoose={choose} />
          </aside>
        )}
      </div>
      <Foot model={model} sides={space.value === 'narrow' ? sides : []} onOpen={(name) => ((side.value = name), (drawer.value = true))} />
      {drawer.value && <SideDrawer sides={sides} chosen={side.value} onChoose={choose} onClose={onChosen} />}
    </>
  );
}

function sidesOf({ model, deeds, reading }: Models, onChosen: () => void, onShow: (thread: Thread) => void): readonly Side[] {
  const { timeline, changes, people, comments } = historyWords;
  return [
    { name: 'timeline', title: timeline.title, view: () => <TimelinePanel model={model} onChosen={onChosen} /> },
    { name: 'changes', title: changes.title, count: model.changes.listed.value.length, view: () => <ChangeList model={model} onChosen={onChosen} /> },
    { name: 'people', title: people.title, view: () => <Legend model={model} deeds={deeds} onChosen={onChosen} /> },
    { name: 'comments', title: comments.title, view: () => <CommentsPanel model={model} reading={reading} onShow={onShow} /> },
  ];
}

/** The text on the screen, or why there is none. */
function Text({ model }: { readonly model: HistoryModel }): JSX.Element {
  const shown = model.shown.value;
  const preview = model.changes.preview.value;
  const onSelect = useMemo(() => (change: number) => model.changes.select(change, true), [model]);
  const place = model.place.value;
  if (!shown) return model.problem.value ? <></> : <OpeningText />;
  const { reading, people } = preview ?? shown;
  const drawn = (change: Change): Drawn => {
    const author = people[change.by] ?? model.cast.person({ id: '', name: null, groups: [] });
    const faded = preview === null && !model.shows(author);
    return { figure: colouredAs(author, place.colours, model.cast), author: author.name, faded, current: change.id === model.changes.current };
  };
  return (
    <>
      {shown.compares && !preview && reading.changes.length === 0 && <p class="nothing-here">{historyWords.nothing.here}</p>}
      {model.head === 1 && <p class="nothing-here">{historyWords.nothing.yetSince}</p>}
      {reading.blocks.length === 0 && <p class="nothing-here">{historyWords.nothing.emptyVersion}</p>}
      <PicturesHome.Provider value={picturesOf(model.document)}>
        <Paper reading={reading} drawn={drawn} onSelect={onSelect} />
      </PicturesHome.Provider>
    </>
  );
}

interface FootProps {
  readonly model: HistoryModel;
  readonly sides: readonly Side[];
  readonly onOpen: (name: SideName) => void;
}

/** Always in reach: through the versions, through the changes, and on narrow pages the lists. */
function Foot({ model, sides, onOpen }: FootProps): JSX.Element {
  return (
    <footer class="history-foot">
      <Problem model={model} />
      <div class="foot-row">
        <Player model={model} />
        {sides.length === 0 && <ChangeStepper model={model} />}
      </div>
      {sides.length > 0 && (
        <div class="foot-lists">
          <nav class="foot-sides" aria-label={historyWords.panel.open}>
            {sides.map(({ name, title, count }) => (
              <button key={name} type="button" aria-haspopup="dialog" onClick={() => onOpen(name)}>
                {title}
                {count !== undefined && count > 0 && <span class="count"> {count}</span>}
              </button>
            ))}
          </nav>
          <ChangeStepper model={model} />
        </div>
      )}
    </footer>
  );
}
