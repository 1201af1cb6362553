import { strings } from '../../words/strings.ts';
import type { Grid } from './model.ts';
import type { View } from './own-view.ts';

/** Says above a table that one looks at it in a way of one's own, so that no row seems to be lost, and ends that. */
export function viewBar({ sort, filters }: View, { columns, rows, shown }: Grid, onWhole: () => void): HTMLElement {
  const words = strings.tables.view;
  const nameOf = (id: string): string => columns.find((column) => column.id === id)?.name ?? '';
  const said = [
    ...(sort ? [words.sorted(nameOf(sort.column), sort.descending)] : []),
    ...[...filters].map(([column, text]) => words.filtered(nameOf(column), text)),
  ];
  const bar = document.createElement('div');
  bar.className = 'table-view-bar';
  bar.setAttribute('role', 'status');
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words.whole;
  button.addEventListener('click', onWhole);
  bar.append(`${words.onlyYou} ${said.join('; ')}. ${words.count(shown.length, rows.length)} `, button);
  return bar;
}
