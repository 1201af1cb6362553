import type { JSX, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Block } from '../../history/blocks.ts';
import { askedOf, askedOfBlock, hasAuthors, lineOf } from '../../history/inside-texts.ts';
import { quote } from '../../history/tell.ts';
import type { Writing } from '../../history/writers.ts';
import { momentOf } from '../../history/times.ts';
import { historyWords } from '../../words/history.ts';
import { Icon } from '../icons.tsx';
import { FigureFace } from './face.tsx';
import { blockElements, selectedPlace } from './places.ts';
import type { HistoryView, ReadingView, Wrote } from './views.ts';

const words = historyWords.wrote;

interface Props {
  readonly model: HistoryView;
  readonly reading: ReadingView;
  readonly paper: RefObject<HTMLDivElement | null>;
}

const isAsked = (block: Block | undefined): boolean => block !== undefined && hasAuthors(block);

/** The button at the paper's edge. It asks for the authors of the selected words; without a selection, of the paragraph or the row beside it. */
export function WroteButton({ model, reading, paper }: Props): JSX.Element | null {
  const shown = model.shown.value;
  const [block, setBlock] = useState(-1);
  const [selected, setSelected] = useState<{ readonly start: number; readonly end: number; readonly top: number; readonly words: string } | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const blocks = shown?.reading.blocks ?? [];
  const at = isAsked(blocks[block]) ? block : blocks.findIndex(isAsked);
  const here = blocks[at];

  useEffect(() => {
    const onSelection = (): void => {
      const root = paper.current;
      const place = root && selectedPlace(root, blocks);
      if (!root || !place) return setSelected(null);
      const box = place.range.getBoundingClientRect();
      setSelected({ start: place.start, end: place.end, top: box.top - root.getBoundingClientRect().top, words: quote(String(document.getSelection()), 40) });
    };
    const onOver = (event: Event): void => {
      const element = event.target instanceof Element ? event.target.closest('[data-block]') : null;
      const root = paper.current;
      if (!element || !root) return;
      const over = blockElements(root).indexOf(element);
      if (isAsked(blocks[over])) setBlock(over);
    };
    document.addEventListener('selectionchange', onSelection);
    paper.current?.addEventListener('mouseover', onOver);
    return () => {
      document.removeEventListener('selectionchange', onSelection);
      paper.current?.removeEventListener('mouseover', onOver);
    };
  }, [shown]);

  useLayoutEffect(() => {
    const root = paper.current;
    if (!root || !button.current) return;
    const element = blockElements(root)[at];
    const top = selected?.top ?? (element ? element.getBoundingClientRect().top - root.getBoundingClientRect().top : 0);
    button.current.style.top = `${Math.max(0, top)}px`;
  });

  // An address may ask for a row (see the menu of a row in the editor).
  useEffect(() => {
    const id = /^#row-(.+)$/u.exec(location.hash)?.[1];
    const row = id === undefined ? -1 : blocks.findIndex((one) => one.row?.number !== undefined && one.row.id === decodeURIComponent(id));
    const root = paper.current;
    const element = root && blockElements(root)[row];
    if (!root || !element) return;
    history.replaceState(history.state, '', location.pathname + location.search);
    setBlock(row);
    element.scrollIntoView({ block: 'center' });
    void reading.whoWrote(askedOfBlock(blocks, row), quote(lineOf(blocks[row] as Block), 40), element.getBoundingClientRect().top - root.getBoundingClientRect().top);
  }, [shown]);

  if (!here || model.changes.preview.value) return null;
  const ask = (): void => {
    const top = parseFloat(button.current?.style.top ?? '0');
    if (selected) void reading.whoWrote(askedOf(blocks, selected.start, selected.end), selected.words, top);
    else void reading.whoWrote(askedOfBlock(blocks, at), quote(lineOf(here), 40), top);
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || event.altKey) return;
    event.preventDefault();
    let next = at + step;
    while (blocks[next] && !isAsked(blocks[next])) next += step;
    if (!blocks[next]) return;
    setBlock(next);
    reading.closeWrote();
    const element = paper.current && blockElements(paper.current)[next];
    element?.scrollIntoView({ block: 'nearest' });
    model.changes.said.value = quote(lineOf(blocks[next] as Block), 60);
  };
  const about = selected ? words.selected : here.row ? words.row : words.paragraph;
  const label = selected ? about : `${about}: ${quote(lineOf(here), 40)}`;
  return (
    <button
      ref={button}
      type="button"
      class={selected ? 'wrote-button has-words' : 'wrote-button'}
      aria-label={label}
      title={`${about}. ${words.hint}`}
      aria-haspopup="dialog"
      onMouseDown={(event) => event.preventDefault()}
      onClick={ask}
      onKeyDown={onKey}
    >
      <Icon name="pen" />
    </button>
  );
}

/** The answer: the authors of the words, with times. */
export function WroteBox({ model, reading }: Omit<Props, 'paper'>): JSX.Element | null {
  const wrote = reading.wrote.value;
  const box = useRef<HTMLDivElement>(null);
  const asked = wrote ? `${wrote.start}/${wrote.end}` : '';
  useEffect(() => {
    if (!wrote) return undefined;
    const before = document.activeElement;
    box.current?.focus({ preventScroll: true });
    return () => {
      const { activeElement } = document;
      const lost = activeElement === null || activeElement === document.body || box.current?.contains(activeElement);
      if (lost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [asked]);
  useEffect(() => {
    if (!wrote) return undefined;
    const onDown = (event: MouseEvent): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) reading.closeWrote();
    };
    document.addEventListener('mousedown', onDown);
    return () => document.removeEventListener('mousedown', onDown);
  }, [asked]);
  useLayoutEffect(() => {
    if (wrote && box.current) box.current.style.top = `${wrote.top + 44}px`;
  });
  if (!wrote) return null;
  return (
    <div
      ref={box}
      class="wrote-box"
      role="dialog"
      aria-label={words.of(wrote.words.replaceAll(/[“”]/gu, ''))}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        reading.closeWrote();
      }}
    >
      <header>
        <h2>{words.title}</h2>
        <button type="button" class="icon-button" aria-label={words.close} onClick={() => reading.closeWrote()}>
          <Icon name="close" />
        </button>
      </header>
      <Writers wrote={wrote} model={model} reading={reading} />
    </div>
  );
}

function Writers({ wrote, model, reading }: { readonly wrote: Wrote; readonly model: HistoryView; readonly reading: ReadingView }): JSX.Element {
  if (wrote.problem) return <p class="problem" role="alert">{wrote.problem}</p>;
  if (!wrote.writings) return <p role="status">{words.loading}</p>;
  if (wrote.writings.length === 0) return <p>{words.nobody}</p>;
  return (
    <ul>
      {wrote.writings.map((writing) => {
        const figure = wrote.people[writing.by];
        const { version, time } = writing.last;
        const where = whereOf(writing);
        return (
          <li key={writing.key}>
            {figure && <FigureFace figure={figure} />}
            <span class="entry-words">
              {where && <span class="wrote-where">{where}</span>}
              {writing.words && (
                <span class="wrote-words" dir="auto">
                  {quote(writing.words, 60)}
                </span>
              )}
              <b dir="auto">{figure?.name ?? historyWords.somebody}</b>
              <span class="entry-when">
                {time && `${momentOf(time)} · `}
                {words.version(version)}
              </span>
              <button
                type="button"
                class="act"
                onClick={() => {
                  reading.closeWrote();
                  model.go({ from: writing.first.version - 1, to: version });
                }}
              >
                {words.show}
              </button>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function whereOf({ of, column }: Writing): string {
  if (of === 'cell') return words.inColumn(column);
  return of === 'row' ? words.addedRow : of === 'note' ? words.inNote : '';
}
