import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { addColumn, addRows, changeColumn, orderRows, removeColumn, removeRows, shiftRow } from '../editor/tables/changes.ts';
import { kHeader, kKinds } from '../editor/tables/model.ts';
import type { Column } from '../editor/tables/model.ts';
import { isWhole, kWholeTable, withFilter } from '../editor/tables/own-view.ts';
import type { TableSpot } from '../editor/tables/placement.ts';
import type { Tables } from '../editor/tables/tables.ts';
import { strings } from '../words/strings.ts';
import { Icon } from './icons.tsx';
import { useRowDrag } from './table-row-drag.ts';
import type { RowDrag } from './table-row-drag.ts';
import { useMedia } from './use-media.ts';
import type { IconName } from './icons.tsx';

/** In pixels, as in tables.css. */
const kMenuWidth = 300;
const words = strings.tables;

export type TableMenu = 'row' | 'column' | null;

interface ToolsProps {
  readonly spot: TableSpot;
  readonly tables: Tables;
  readonly menu: TableMenu;
  readonly onMenu: (menu: TableMenu) => void;
  /** Given what opens the calendar of the cell, for its key. */
  readonly onCalendar: (open: () => void) => void;
  /** Comments on the cell; null for who may not. */
  readonly onComment: (() => void) | null;
  /** Shows who wrote the row with this id; null for who may not read the history. */
  readonly onWrote: ((row: string) => void) | null;
}

const px = (value: number): string => `${Math.round(value)}px`;

/** What can be done to the table that one is in: around it, never on its words. */
export function TableTools({ spot, tables, menu, onMenu, onCalendar, onComment, onWrote }: ToolsProps): JSX.Element {
  const { table, row, header, place } = spot;
  // Rows are cards there, and beside them is no room.
  const isNarrow = useMedia('(max-width: 620px)');
  const column = spot.columns[place.column];
  const drag = useRowDrag(tables);
  const root = useRef<HTMLDivElement>(null);
  const toggle = (wanted: TableMenu): void => onMenu(menu === wanted ? null : wanted);
  const keepFocus = (event: MouseEvent): void => event.preventDefault();
  const add = (change: () => void) => (): void => {
    change();
    tables.focus();
  };
  return (
    <div ref={root} class="table-tools" onMouseDown={(event) => event.target instanceof Element && event.target.closest('button') && keepFocus(event)}>
      {/* A menu may lie over the other handle. */}
      {tables.mayWrite && menu !== 'column' && (
        <Handle
          label={words.rowMenu(spot.rowNumber)}
          icon="more"
          open={menu === 'row'}
          left={isNarrow ? table.left + table.width - 36 : table.left - 30}
          top={isNarrow ? row.top + 8 : row.top + Math.min(row.height / 2, 22) - 14}
          onPress={() => toggle('row')}
          drag={place.row === kHeader ? undefined : drag.handle}
        />
      )}
      {menu !== 'row' && (
        <Handle
          label={words.columnMenu(column?.name ?? '')}
          icon="chevron"
          open={menu === 'column'}
          left={header.left + header.width / 2 - 14}
          top={table.top - 26}
          onPress={() => toggle('column')}
        />
      )}
      {tables.mayWrite && (
        <button class="table-add" type="button" style={{ insetInlineStart: px(table.left), top: px(table.top + table.height + 4) }} onClick={add(() => addRowBelow(tables))}>
          <Icon name="plus" /> {words.row}
        </button>
      )}
      {tables.mayWrite && !tables.columnsAreFrozen && (
        <button
          class="table-add"
          type="button"
          style={{ insetInlineStart: px(table.left + 76), top: px(table.top + table.height + 4) }}
          onClick={add(() => tables.change(addColumn(spot.columns.length)))}
        >
          <Icon name="plus" /> {words.column}
        </button>
      )}
      {tables.mayWrite && column?.kind === 'date' && place.row !== kHeader && <DateChoice key={`${place.row}/${place.column}`} spot={spot} tables={tables} onCalendar={onCalendar} />}
      {drag.line !== null && (
        <div class="table-drop-line" style={{ left: px(table.left), width: px(table.width), top: px(drag.line - (root.current?.offsetParent?.getBoundingClientRect().top ?? 0)) }} />
      )}
      {spot.suggestions.all.length > 0 && !menu && (
        <ul class="table-suggestions" role="listbox" aria-label={words.suggestions} style={{ left: px(spot.cell.left), top: px(spot.cell.top + spot.cell.height + 2), minWidth: px(Math.min(spot.cell.width, 240)) }}>
          {spot.suggestions.all.map((text, at) => (
            <li key={text} role="option" aria-selected={at === spot.suggestions.at} onMouseDown={(event) => (event.preventDefault(), tables.keys.pick(text))}>
              {text}
            </li>
          ))}
        </ul>
      )}
      {menu === 'row' && <RowMenu spot={spot} tables={tables} onComment={onComment} onWrote={onWrote} onClose={() => onMenu(null)} left={isNarrow ? table.left + table.width - 250 : table.left - 30} top={row.top + Math.min(row.height, 40)} />}
      {menu === 'column' && column && <ColumnMenu key={column.id} column={column} spot={spot} tables={tables} onClose={() => onMenu(null)} left={Math.max(table.left - 30, Math.min(header.left, table.left + table.width - kMenuWidth))} top={table.top + 6} />}
    </div>
  );
}

/** The browser's own calendar for a cell. What it gives is words like any others: year-month-day, which sorts. */
function DateChoice({ spot: { cell }, tables, onCalendar }: Pick<ToolsProps, 'spot' | 'tables' | 'onCalendar'>): JSX.Element {
  const field = useRef<HTMLInputElement>(null);
  const open = (): void => {
    const written = tables.editor.quill.getText().trim();
    if (!field.current) return;
    field.current.value = /^\d{4}-\d\d-\d\d$/.test(written) ? written : '';
    field.current.showPicker();
  };
  useEffect(() => {
    onCalendar(open);
    return () => onCalendar(() => undefined);
  }, []);
  return (
    <div class="table-date" style={{ left: px(cell.left + cell.width - 32), top: px(cell.top + 6) }}>
      <input ref={field} type="date" tabIndex={-1} aria-hidden="true" onChange={({ currentTarget: { value } }) => value && tables.keys.pick(value)} />
      <button class="table-handle" type="button" aria-label={words.chooseDate} title={`${words.chooseDate} (Alt+↓)`} aria-keyshortcuts="Alt+ArrowDown" onClick={open}>
        <Icon name="calendar" />
      </button>
    </div>
  );
}

interface HandleProps {
  readonly label: string;
  readonly icon: IconName;
  readonly open: boolean;
  readonly left: number;
  readonly top: number;
  readonly onPress: () => void;
  readonly drag?: RowDrag['handle'] | undefined;
}

function Handle({ label, icon, open, left, top, onPress, drag }: HandleProps): JSX.Element {
  return (
    <button {...drag} class={drag ? 'table-handle is-draggable' : 'table-handle'} type="button" aria-label={label} title={label} aria-haspopup="menu" aria-expanded={open} style={{ left: px(left), top: px(top) }} onClick={onPress}>
      <Icon name={icon} />
    </button>
  );
}

function addRowBelow(tables: Tables): void {
  const { place, grid } = tables;
  if (!place || !grid) return;
  const { change, at } = addRows(tables.table, grid.shown.at(-1) ?? null);
  tables.change(change);
  const { current } = tables;
  if (current) tables.enter(current.blot, { row: at, column: place.column });
}

interface MenuProps {
  readonly spot: TableSpot;
  readonly tables: Tables;
  readonly onClose: () => void;
  readonly left: number;
  readonly top: number;
}

interface Item {
  readonly label: string;
  readonly act: () => void;
  readonly off?: boolean;
  readonly danger?: boolean;
}

function RowMenu({ spot: { place, rowNumber, rows }, tables, onComment, onWrote, ...rest }: MenuProps & Pick<ToolsProps, 'onComment' | 'onWrote'>): JSX.Element {
  const isHeader = place.row === kHeader;
  const { current, grid } = tables;
  const isOwn = !isWhole(current?.blot.dom.view ?? kWholeTable); // rows stand where everybody sees them
  const insert = (after: number | null): void => {
    const { change, at } = addRows(tables.table, after);
    tables.change(change);
    if (current) tables.enter(current.blot, { row: at, column: place.column });
  };
  const above = (): void => insert(rowNumber <= 1 ? null : (grid?.shown[rowNumber - 2] ?? null));
  const items: Item[] = [
    { label: words.above, act: above, off: isHeader },
    { label: words.below, act: () => insert(isHeader ? null : place.row) },
    { label: words.up, act: () => tables.change(shiftRow(tables.table, place.row, -1)), off: isHeader || isOwn || rowNumber === 1 },
    { label: words.down, act: () => tables.change(shiftRow(tables.table, place.row, 1)), off: isHeader || isOwn || rowNumber === rows },
    { label: words.deleteRow, act: () => tables.change(removeRows(tables.table, [place.row])), off: isHeader, danger: true },
  ];
  const about = isHeader ? words.commentColumn : tables.editor.selectsWords ? words.commentWords : words.commentCell;
  const id = grid?.rows[place.row]?.id;
  const asked: Item[] = [
    ...(onComment ? [{ label: about, act: onComment }] : []),
    ...(onWrote && id ? [{ label: words.wroteRow, act: () => onWrote(id) }] : []),
  ];
  const ofTable: Item[] = [
    { label: words.lineAbove, act: () => tables.writeBeside(false) },
    { label: words.lineBelow, act: () => tables.writeBeside(true) },
    ...(tables.columnsAreFrozen ? [] : [{ label: words.deleteTable, act: () => tables.deleteTable(), danger: true }]),
  ];
  return <Menu label={words.rowMenu(rowNumber)} groups={asked.length > 0 ? [asked, items, ofTable] : [items, ofTable]} tables={tables} {...rest} />;
}

function ColumnMenu({ column, spot: { place, columns }, tables, ...rest }: MenuProps & { readonly column: Column }): JSX.Element {
  const at = place.column;
  const change = (attributes: Readonly<Record<string, unknown>>): void => tables.change(changeColumn(at, attributes));
  const view = tables.seen?.blot.dom.view ?? kWholeTable;
  const sort = (descending: boolean): void => tables.look({ ...view, sort: { column: column.id, descending } });
  const filter = (text: string | null): void => tables.look(withFilter(view, column.id, text));
  const mine: Item[] = [
    { label: words.ascendingForMe, act: () => sort(false) },
    { label: words.descendingForMe, act: () => sort(true) },
  ];
  const sorts: Item[] = [
    { label: words.ascending, act: () => tables.change(orderRows(tables.table, at, false)) },
    { label: words.descending, act: () => tables.change(orderRows(tables.table, at, true)) },
  ];
  const filterField = <FilterField column={column} filter={view.filters.get(column.id) ?? null} onFilter={filter} />;
  if (tables.columnsAreFrozen || !tables.mayWrite) {
    return (
      <Menu label={words.columnMenu(column.name)} groups={tables.mayWrite ? [mine, sorts] : [mine]} tables={tables} {...rest}>
        {filterField}
      </Menu>
    );
  }
  const items: Item[] = [
    { label: words.before, act: () => tables.change(addColumn(at)) },
    { label: words.after, act: () => tables.change(addColumn(at + 1)) },
    ...sorts,
    { label: words.deleteColumn, act: () => tables.change(removeColumn(at)), danger: true, off: columns.length < 2 },
  ];
  return (
    <Menu label={words.columnMenu(column.name)} groups={[mine, items]} tables={tables} {...rest}>
      {filterField}
      <label class="table-field">
        <span>{words.kind}</span>
        <select value={column.kind} onChange={(event) => change({ kind: event.currentTarget.value === 'text' ? null : event.currentTarget.value })}>
          {kKinds.map((kind) => (
            <option key={kind} value={kind}>
              {words.kinds[kind]}
            </option>
          ))}
        </select>
      </label>
      {column.kind === 'choice' && (
        <label class="table-field is-tall">
          <span>{words.choices}</span>
          <textarea rows={4} value={column.choices.join('\n')} onChange={(event) => change({ choices: choicesIn(event.currentTarget.value) })} />
        </label>
      )}
      <label class="table-field">
        <span>{words.width}</span>
        <input
          type="number"
          min={24}
          max={2000}
          step={10}
          placeholder={words.widthAuto}
          value={column.width ?? ''}
          onChange={(event) => change({ width: event.currentTarget.value === '' ? null : Number(event.currentTarget.value) })}
        />
      </label>
      <label class="table-field is-check">
        <input type="checkbox" checked={column.required} onChange={(event) => change({ required: event.currentTarget.checked || null })} />
        <span>{words.needed}</span>
      </label>
    </Menu>
  );
}

interface FilterProps {
  readonly column: Column;
  /** Null: all rows. */
  readonly filter: string | null;
  readonly onFilter: (text: string | null) => void;
}

/** Which rows one wants to see, by what stands in this column. */
function FilterField({ column, filter, onFilter }: FilterProps): JSX.Element {
  const any = '\n'; // no cell has that in its trimmed words
  return (
    <label class="table-field">
      <span>{words.onlyRows}</span>
      {column.kind === 'choice' ? (
        <select value={filter ?? any} onChange={({ currentTarget: { value } }) => onFilter(value === any ? null : value)}>
          <option value={any}>{words.onlyAny}</option>
          {column.choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
          <option value="">{words.onlyEmpty}</option>
        </select>
      ) : (
        <input type="search" placeholder={words.onlyAny} value={filter ?? ''} onChange={({ currentTarget: { value } }) => onFilter(value.trim() || null)} />
      )}
    </label>
  );
}

function choicesIn(text: string): readonly string[] | null {
  const choices = text.split('\n').flatMap((line) => line.trim() || []);
  return choices.length > 0 ? choices : null;
}

interface ListProps {
  readonly label: string;
  readonly groups: readonly (readonly Item[])[];
  readonly tables: Tables;
  readonly left: number;
  readonly top: number;
  readonly onClose: () => void;
  readonly children?: JSX.Element | readonly (JSX.Element | false)[];
}

/** Actions and fields. Esc and a press outside close it; the focus goes back to the cell. */
function Menu({ label, groups, tables, left, top, onClose, children }: ListProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector<HTMLElement>('button:not([aria-disabled="true"])')?.focus();
    const onPress = (event: PointerEvent): void => {
      if (!(event.target instanceof Element) || event.target.closest('.table-menu, .table-handle')) return;
      onClose();
    };
    document.addEventListener('pointerdown', onPress, { capture: true });
    return () => document.removeEventListener('pointerdown', onPress, { capture: true });
  }, []);
  const close = (): void => {
    onClose();
    tables.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') return event.preventDefault(), event.stopPropagation(), close();
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...(box.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const at = buttons.indexOf(event.target as HTMLElement);
    if (by === undefined || at < 0) return;
    event.preventDefault();
    buttons[(at + by + buttons.length) % buttons.length]?.focus();
  };
  return (
    <div ref={box} class="table-menu" role="dialog" aria-label={label} style={{ left: px(left), top: px(top) }} onKeyDown={onKeyDown}>
      {children}
      {groups.map((items, group) => (
        <div class="table-menu-group" key={group}>
          {items.map(({ label: text, act, off, danger }) => (
            <button
              key={text}
              type="button"
              class={danger ? 'is-danger' : ''}
              aria-disabled={off === true}
              onClick={() => {
                if (off) return;
                act();
                close();
              }}
            >
              {text}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
