import type { ComponentChildren, JSX, VNode } from 'preact';
import { createElement } from 'preact';
import { useRef } from 'preact/hooks';
import { isFigure } from '../../history/blocks.ts';
import type { Block, Mark, Segment } from '../../history/blocks.ts';
import type { Figure } from '../../history/cast.ts';
import type { Change, Reading } from '../../history/changes.ts';
import { formatsInWords } from '../../history/tell.ts';
import { momentOf } from '../../history/times.ts';
import { historyWords } from '../../words/history.ts';
import { RunView } from './runs.tsx';
import { Cells, HistoryTable } from './tables.tsx';

const words = historyWords.text;

/** The look of one change. */
export interface Drawn {
  /** `figure` gives the colour; `author` is the author's name. */
  readonly figure: Figure;
  readonly author: string;
  readonly faded: boolean;
  readonly current: boolean;
}

interface PaperProps {
  readonly reading: Reading;
  readonly drawn: (change: Change) => Drawn;
  readonly onSelect: (change: number) => void;
}

/** The part of a change that its block needs for drawing. */
type Look = Drawn & Pick<Change, 'kind' | 'partner' | 'before' | 'after'> & { readonly time: string | null };

interface Context {
  readonly looks: ReadonlyMap<number, Look>;
  readonly onSelect: (change: number) => void;
}

/** The text with its changes. A block that looks as before is not drawn again, so that scrubbing long papers is quick. */
export function Paper({ reading, drawn, onSelect }: PaperProps): JSX.Element {
  const known = useRef<ReadonlyMap<string, VNode>>(new Map());
  const next = new Map<string, VNode>();
  const seen = new Map<string, number>();
  const memo = (block: Block): VNode => {
    const looks = new Map<number, Look>();
    for (const id of changesIn(block)) {
      const change = reading.changes[id];
      if (!change) continue;
      const { kind, partner, before, after, last } = change;
      looks.set(id, { ...drawn(change), kind, partner, before, after, time: last.time });
    }
    const content = contentOf(block);
    const times = (seen.get(content) ?? 0) + 1;
    seen.set(content, times);
    const key = `${times}/${content}`; // the same element for the same words, whatever they look like
    const signature = JSON.stringify([key, [...looks]]);
    const vnode = known.current.get(signature) ?? blockView(block, { looks, onSelect }, key);
    next.set(signature, vnode);
    return vnode;
  };
  const body = grouped(reading.blocks, memo);
  known.current = next;
  return <div class="ql-editor history-text">{body}</div>;
}

const kContents = new WeakMap<Block, string>();

/** The content of a block without its place: equal blocks are equal wherever they stand. */
function contentOf(block: Block): string {
  const known = kContents.get(block);
  if (known !== undefined) return known;
  const { start: _start, length: _length, ...rest } = block;
  const content = JSON.stringify(rest);
  kContents.set(block, content);
  return content;
}

function changesIn({ segments, end }: Block): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { mark } of segments) if (mark) found.add(mark.change);
  if (end) found.add(end.change);
  return found;
}

/** Items stand in lists, and lines of code in one box. */
function grouped(blocks: readonly Block[], view: (block: Block) => VNode): readonly VNode[] {
  const done: VNode[] = [];
  for (let i = 0; i < blocks.length; ) {
    const kind = blocks[i]?.kind;
    const group: VNode[] = [];
    do {
      const block = blocks[i];
      if (block) group.push(view(block));
      i += 1;
    } while ((kind === 'item' || kind === 'code') && blocks[i]?.kind === kind);
    // A header begins a table.
    for (; kind === 'header' && blocks[i]?.kind === 'row'; i += 1) group.push(view(blocks[i] as Block));
    const key = `in ${String(group[0]?.key)}`;
    if (kind === 'item') done.push(<ol key={key}>{group}</ol>);
    else if (kind === 'header') done.push(<HistoryTable key={key} rows={group} />);
    else if (kind === 'code') done.push(<div key={key} class="ql-code-block-container">{group}</div>);
    else done.push(...group);
  }
  return done;
}

const kClasses = { inserted: 'came', deleted: 'went', reformatted: 'reshaped' } as const;
const kTags = { paragraph: 'p', quote: 'blockquote', item: 'li', code: 'div', divider: 'div', header: 'tr', row: 'tr' } as const;

function blockView(block: Block, context: Context, key: string): VNode {
  const tag = block.kind === 'heading' ? `h${block.level}` : kTags[block.kind];
  const owner = ownerOf(block, context);
  const classes = [
    block.kind === 'code' && 'ql-code-block',
    block.kind === 'divider' && 'divider',
    isFigure(block) && 'is-figure',
    block.indent > 0 && `ql-indent-${block.indent}`,
    block.align && `ql-align-${block.align}`,
    owner && !owner.faded && (block.whole ? kClasses[block.whole] : block.end?.kind === 'reformatted' && kClasses.reformatted),
    block.whole === 'deleted' && 'is-gone',
  ];
  const attributes = {
    key,
    class: classes.filter(Boolean).join(' ') || undefined,
    'data-block': '',
    'data-list': block.list ?? undefined,
    'data-start': block.number ?? undefined,
    'data-anew': block.anew ? '' : undefined,
    'data-quote': block.quotes > 0 ? block.quotes : undefined,
    style: block.number === null ? undefined : { '--start': block.number },
    'data-author': owner?.figure.hue,
    dir: 'auto',
  };
  const isRow = block.kind === 'header' || block.kind === 'row';
  const inside = isRow ? <Cells block={block} inside={(cell) => <Inside block={cell} context={context} />} /> : <Inside block={block} context={context} />;
  return createElement(tag, attributes, inside) as VNode;
}

/** Names the author of a block that is new or gone as a whole, or that was given another form. */
function ownerOf(block: Block, { looks }: Context): Look | null {
  const mark = block.whole ? block.segments[0]?.mark : block.end?.kind === 'reformatted' ? block.end : null;
  return (mark && looks.get(mark.change)) ?? null;
}

function Inside({ block, context }: { readonly block: Block; readonly context: Context }): JSX.Element {
  let before: string | null = null;
  const body = block.segments.map((segment, i) => {
    const { mark } = segment;
    if (!mark) return <Runs key={i} segment={segment} block={block} />;
    const by = context.looks.get(mark.change)?.figure.id ?? null;
    const tagged = by !== before || segment.opens;
    before = by;
    return (
      <Marked key={i} mark={mark} opens={segment.opens} closes={segment.closes} tagged={tagged} context={context}>
        <Runs segment={segment} block={block} />
      </Marked>
    );
  });
  return (
    <>
      {block.kind === 'item' && <Bullet list={block.list} />}
      {body.length > 0 ? body : block.kind !== 'divider' && !block.end?.sign && <br />}
      {block.end?.sign && (
        <Marked mark={block.end} opens={block.end.opens} closes={false} tagged={block.end.opens} context={context} lineEnd>
          <span aria-hidden="true" data-outside>
            ¶
          </span>
        </Marked>
      )}
    </>
  );
}

function Bullet({ list }: { readonly list: Block['list'] }): JSX.Element {
  const said = list === 'checked' ? words.ticked : list === 'unchecked' ? words.unticked : null;
  return (
    <span class="ql-ui" data-outside>
      {said && <span class="for-readers">{said}</span>}
    </span>
  );
}

function Runs({ segment, block }: { readonly segment: Segment; readonly block: Block }): JSX.Element {
  if (block.kind === 'divider') return <hr data-embed />;
  return (
    <>
      {segment.runs.map((run, i) => (
        <RunView key={i} run={run} />
      ))}
    </>
  );
}

interface MarkedProps {
  readonly mark: Mark;
  readonly opens: boolean;
  readonly closes: boolean;
  readonly tagged: boolean;
  readonly lineEnd?: boolean;
  readonly context: Context;
  readonly children: ComponentChildren;
}

const kMarkTags = { inserted: 'ins', deleted: 'del', reformatted: 'span' } as const;

/** One change: coloured and underlined for the eye, with author and kind in hidden words for screen readers. */
function Marked({ mark, opens, closes, tagged, lineEnd = false, context, children }: MarkedProps): JSX.Element | null {
  const look = context.looks.get(mark.change);
  if (!look) return null;
  const { figure, faded, current, kind } = look;
  const said = saidOf(mark, look, lineEnd);
  const when = look.time ? `, ${momentOf(look.time)}` : '';
  const move = kind === 'moved-here' || kind === 'moved-away';
  const classes = ['change', kClasses[mark.kind], faded && 'is-faded', current && 'is-current', lineEnd && 'line-end', move && 'is-move'];
  const attributes = {
    class: classes.filter(Boolean).join(' '),
    'data-author': faded ? undefined : figure.hue,
    'data-change': mark.change,
    'data-opens': opens ? '' : undefined,
    tabIndex: opens ? -1 : undefined,
    title: `${said.replace(/: $/u, '')}${when}`,
    onClick: () => context.onSelect(mark.change),
  };
  return createElement(
    kMarkTags[mark.kind],
    attributes,
    (opens || lineEnd || kind === 'replaced') && !faded && (
      <span class="for-readers" data-outside>
        {said}
      </span>
    ),
    tagged && !faded && (
      <span class="by" aria-hidden="true" data-outside>
        {figure.short}
      </span>
    ),
    children,
    opens && !faded && look.partner !== null && <MoveSign look={look} context={context} />,
    closes && !faded && (
      <span class="for-readers" data-outside>
        {words.end[mark.kind]}
      </span>
    ),
  );
}

function saidOf(mark: Mark, { kind, before, after, author }: Look, lineEnd: boolean): string {
  const how = (): string => formatsInWords(before, after);
  if (lineEnd) {
    if (mark.kind === 'reformatted') return words.lineReformatted(author, how());
    return mark.kind === 'inserted' ? words.lineInserted(author) : words.lineDeleted(author);
  }
  if (kind === 'moved-here') return words.movedHereBy(author);
  if (kind === 'moved-away') return words.movedAwayBy(author);
  if (mark.kind === 'reformatted') return words.reformattedBy(author, how());
  return mark.kind === 'inserted' ? words.insertedBy(author) : words.deletedBy(author);
}

/** Leads to the other end of a move. */
function MoveSign({ look, context }: { readonly look: Look; readonly context: Context }): JSX.Element {
  const end = look.kind === 'moved-here' ? 'here' : 'away';
  return (
    <button
      type="button"
      class="move-sign"
      data-outside
      aria-label={words.toOtherLabel[end]}
      onClick={(event) => {
        event.stopPropagation();
        if (look.partner !== null) context.onSelect(look.partner);
      }}
    >
      {words.toOther[end]}
    </button>
  );
}
