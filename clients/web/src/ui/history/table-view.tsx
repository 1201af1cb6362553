import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { TableDom } from '../../editor/tables/table-dom.ts';
import type { Table } from '../../text/embeds.ts';

/** A table as it was in a version, to be read. */
export function TableView({ table }: { readonly table: Table }): JSX.Element {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (element.current) new TableDom(element.current).show(table);
  }, [table]);
  return <div ref={element} class="table-embed" data-embed />;
}
