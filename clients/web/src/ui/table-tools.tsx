import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { addColumn, addRows, changeColumn, orderRows, removeColumn, removeRows, shiftRow } from '../editor/tables/changes.ts';
import { kHeader, kKinds } from '../editor/tables/model.ts';
import type { Column } from '../editor/tables/model.ts';
import type { TableSpot } from '../editor/tables/placement.ts';
import type { Tables } from '../editor/tables/tables.ts';
import { strings } from '../words/strings.ts';
import { Icon } from './icons.tsx';
import { useMedia } from './use-media.ts';
import type { IconName } from './icons.tsx';

const words = strings.tables;

export type TableMenu = 'row' | 'column' | null;

interface ToolsProps {
  readonly spot: TableSpot;
  readonly tables: Tables;
  readonly menu: TableMenu;
  readonly onMenu: (menu: TableMenu) => void;
  /** Comments on the cell; null for who may not. */
  readonly onComment: (() => void) | null;
}

const px = (value: number): string => `${Math.round(value)}px`;

/** What can be done to the table that one is in: around it, never on its words. */
export function TableTools({ spot, tables, menu, onMenu, onComment }: ToolsProps): JSX.Element {
  const { table, row, header, place } = spot;
  // Rows are cards there, and beside them is no room.
  const isNarrow = useMedia('(max-width: 620px)');
  const column = spot.columns[place.column];
  const toggle = (wanted: TableMenu): void => onMenu(menu === wanted ? null : wanted);
  const keepFocus = (event: MouseEvent): void => event.preventDefault();
  const add = (change: () => void) => (): void => {
    change();
    tables.focus();
  };
  return (
    <div class="table-tools" onMouseDown={(event) => event.target instanceof Element && event.target.closest('button') && keepFocus(event)}>
      {/* A menu may lie over the other handle. */}
      {menu !== 'column' && (
        <Handle
          label={words.rowMenu(spot.rowNumber)}
          icon="more"
          open={menu === 'row'}
          left={isNarrow ? table.left + table.width - 36 : table.left - 30}
          top={isNarrow ? row.top + 8 : row.top + Math.min(row.height / 2, 22) - 14}
          onPress={() => toggle('row')}
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
      <button class="table-add" type="button" style={{ insetInlineStart: px(table.left), top: px(table.top + table.height + 4) }} onClick={add(() => addRowBelow(tables))}>
        <Icon name="plus" /> {words.row}
      </button>
      {!tables.columnsAreFrozen && (
        <button
          class="table-add"
          type="button"
          style={{ insetInlineStart: px(table.left + 76), top: px(table.top + table.height + 4) }}
          onClick={add(() => tables.change(addColumn(spot.columns.length)))}
        >
          <Icon name="plus" /> {words.column}
        </button>
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
      {menu === 'row' && <RowMenu spot={spot} tables={tables} onComment={onComment} onClose={() => onMenu(null)} left={isNarrow ? table.left + table.width - 250 : table.left - 30} top={row.top + Math.min(row.height, 40)} />}
      {menu === 'column' && column && <ColumnMenu key={column.id} column={column} spot={spot} tables={tables} onClose={() => onMenu(null)} left={Math.max(table.left - 30, Math.min(header.left, table.left + table.width - 248))} top={table.top + 6} />}
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
}

function Handle({ label, icon, open, left, top, onPress }: HandleProps): JSX.Element {
  return (
    <button class="table-handle" type="button" aria-label={label} title={label} aria-haspopup="menu" aria-expanded={open} style={{ left: px(left), top: px(top) }} onClick={onPress}>
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

function RowMenu({ spot: { place, rowNumber, rows }, tables, onComment, ...rest }: MenuProps & Pick<ToolsProps, 'onComment'>): JSX.Element {
  const isHeader = place.row === kHeader;
  const { current, grid } = tables;
  const insert = (after: number | null): void => {
    const { change, at } = addRows(tables.table, after);
    tables.change(change);
    if (current) tables.enter(current.blot, { row: at, column: place.column });
  };
  const above = (): void => insert(rowNumber <= 1 ? null : (grid?.shown[rowNumber - 2] ?? null));
  const items: Item[] = [
    { label: words.above, act: above, off: isHeader },
    { label: words.below, act: () => insert(isHeader ? null : place.row) },
    { label: words.up, act: () => tables.change(shiftRow(tables.table, place.row, -1)), off: isHeader || rowNumber === 1 },
    { label: words.down, act: () => tables.change(shiftRow(tables.table, place.row, 1)), off: isHeader || rowNumber === rows },
    { label: words.deleteRow, act: () => tables.change(removeRows(tables.table, [place.row])), off: isHeader, danger: true },
  ];
  const ofTable: Item[] = [
    { label: words.lineAbove, act: () => tables.writeBeside(false) },
    { label: words.lineBelow, act: () => tables.writeBeside(true) },
    ...(tables.columnsAreFrozen ? [] : [{ label: words.deleteTable, act: () => tables.deleteTable(), danger: true }]),
  ];
  return <Menu label={words.rowMenu(rowNumber)} groups={onComment ? [[{ label: isHeader ? words.commentColumn : words.commentCell, act: onComment }], items, ofTable] : [items, ofTable]} tables={tables} {...rest} />;
}

function ColumnMenu({ column, spot: { place, columns }, tables, ...rest }: MenuProps & { readonly column: Column }): JSX.Element {
  const at = place.column;
  const change = (attributes: Readonly<Record<string, unknown>>): void => tables.change(changeColumn(at, attributes));
  const sorts: Item[] = [
    { label: words.ascending, act: () => tables.change(orderRows(tables.table, at, false)) },
    { label: words.descending, act: () => tables.change(orderRows(tables.table, at, true)) },
  ];
  if (tables.columnsAreFrozen) return <Menu label={words.columnMenu(column.name)} groups={[sorts]} tables={tables} {...rest} />;
  const items: Item[] = [
    { label: words.before, act: () => tables.change(addColumn(at)) },
    { label: words.after, act: () => tables.change(addColumn(at + 1)) },
    ...sorts,
    { label: words.deleteColumn, act: () => tables.change(removeColumn(at)), danger: true, off: columns.length < 2 },
  ];
  return (
    <Menu label={words.columnMenu(column.name)} groups={[items]} tables={tables} {...rest}>
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
