import { BlockEmbed } from 'quill/blots/block.js';
import { kTable, tableHandler } from '../../text/embeds.ts';
import type { Table } from '../../text/embeds.ts';
import { isMark } from '../../text/template-marks.ts';
import { loadDrawn } from '../pictures/drawn-picture.ts';
import { TableDom } from './table-dom.ts';

export type TableListener = (change: Table) => void;

interface Held {
  value: Table;
  /** The value before the last change. */
  before: Table;
  readonly dom: TableDom;
}

const kClass = 'table-embed';
/** By element: Quill makes an element first and its blot afterwards. */
const held = new WeakMap<Node, Held>();

/** Whether a node is inside of a table: what happens to it there is not read as text. */
export function isInTable(node: Node): boolean {
  return (node instanceof Element ? node : node.parentElement)?.closest(`.${kClass}, td, th, tr, tbody, thead, colgroup`) != null;
}

/** A table in the paper. Its value is the document's, whatever of it can be shown. */
export class TableBlot extends BlockEmbed {
  static override blotName = kTable;
  static override tagName = 'DIV';
  static override className = kClass;

  /** Told of each change after it is shown. */
  listener: TableListener | undefined;

  static override create(value: unknown): HTMLElement {
    const node = super.create(value) as HTMLElement;
    node.setAttribute('contenteditable', 'false');
    const table = (typeof value === 'object' && value !== null ? value : {}) as Table;
    const dom = new TableDom(node);
    dom.show(table);
    held.set(node, { value: table, before: table, dom });
    return node;
  }

  static override value(node: HTMLElement): unknown {
    return held.get(node)?.value ?? {};
  }

  constructor(scroll: ConstructorParameters<typeof BlockEmbed>[0], node: Node) {
    super(scroll, node);
    loadDrawn(this.domNode as Element, scroll);
  }

  get table(): Table {
    return TableBlot.value(this.domNode as HTMLElement) as Table;
  }

  get before(): Table {
    return (held.get(this.domNode) as Held).before;
  }

  get dom(): TableDom {
    return (held.get(this.domNode) as Held).dom;
  }

  /** A person who centres all lines means no table: `quill-delta` would lose it when it is taken back. */
  override format(name: string, value: unknown): void {
    if (isMark(name)) super.format(name, value); // as it comes with the paper
  }

  /** What the document says of the table is kept. */
  override formatAt(_index: number, _length: number, name: string, value: unknown): void {
    super.format(name, value);
  }

  /** Called by Quill with the change of the table's value. */
  updateContent(change: unknown): void {
    const own = held.get(this.domNode);
    if (!own) return;
    own.before = own.value;
    own.value = tableHandler.compose(own.value, change as Table, false);
    this.dom.show(own.value, change as Table);
    loadDrawn(this.domNode as Element, this.scroll);
    this.listener?.(change as Table);
  }
}
