import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { isOn } from '../editor/commands.ts';
import type { Command, Formats } from '../editor/commands.ts';
import { isMac } from '../editor/platform.ts';
import { strings } from '../words/strings.ts';
import { Icon } from './icons.tsx';
import type { IconName } from './icons.tsx';

const words = strings.toolbar;
const ctrl = isMac ? '⌘' : 'Ctrl+';
const ctrlAlt = isMac ? '⌘⌥' : 'Ctrl+Alt+';
const ctrlShift = isMac ? '⌘⇧' : 'Ctrl+Shift+';

export type Action = Command | 'link' | 'picture' | 'help' | 'template';

interface Tool {
  readonly label: string;
  readonly keys?: string;
  readonly icon: IconName;
  readonly action: Action;
}

const kGroups: readonly (readonly Tool[])[] = [
  [
    { label: words.undo, keys: `${ctrl}Z`, icon: 'undo', action: { kind: 'undo' } },
    { label: words.redo, keys: `${ctrlShift}Z`, icon: 'redo', action: { kind: 'redo' } },
  ],
  [
    { label: words.bold, keys: `${ctrl}B`, icon: 'bold', action: { kind: 'toggle', format: 'bold' } },
    { label: words.italic, keys: `${ctrl}I`, icon: 'italic', action: { kind: 'toggle', format: 'italic' } },
    { label: words.underline, keys: `${ctrl}U`, icon: 'underline', action: { kind: 'toggle', format: 'underline' } },
    { label: words.strike, keys: `${ctrlShift}X`, icon: 'strike', action: { kind: 'toggle', format: 'strike' } },
    { label: words.code, keys: `${ctrl}E`, icon: 'code', action: { kind: 'toggle', format: 'code' } },
    { label: words.superscript, icon: 'superscript', action: { kind: 'script', script: 'super' } },
    { label: words.subscript, icon: 'subscript', action: { kind: 'script', script: 'sub' } },
    { label: words.link, keys: `${ctrl}K`, icon: 'link', action: 'link' },
  ],
  [
    { label: words.bullet, keys: `${ctrlShift}8`, icon: 'bullet', action: { kind: 'list', list: 'bullet' } },
    { label: words.ordered, keys: `${ctrlShift}7`, icon: 'ordered', action: { kind: 'list', list: 'ordered' } },
    { label: words.check, keys: `${ctrlShift}9`, icon: 'check', action: { kind: 'list', list: 'unchecked' } },
    { label: words.outdent, icon: 'outdent', action: { kind: 'indent', by: '-1' } },
    { label: words.indent, icon: 'indent', action: { kind: 'indent', by: '+1' } },
    { label: words.centre, icon: 'centre', action: { kind: 'align', align: 'center' } },
    { label: words.right, icon: 'right', action: { kind: 'align', align: 'right' } },
    { label: words.justify, icon: 'justify', action: { kind: 'align', align: 'justify' } },
    { label: words.quote, keys: `${ctrlShift}.`, icon: 'quote', action: { kind: 'toggle', format: 'blockquote' } },
    { label: words.codeBlock, icon: 'codeBlock', action: { kind: 'toggle', format: 'code-block' } },
    { label: words.table, keys: '|||', icon: 'table', action: { kind: 'table' } },
    { label: words.picture, icon: 'picture', action: 'picture' },
    { label: words.note, keys: `${ctrlAlt}F`, icon: 'note', action: { kind: 'note' } },
    { label: words.divider, icon: 'divider', action: { kind: 'divider' } },
    { label: words.clear, keys: `${ctrl}\\`, icon: 'clear', action: { kind: 'clear' } },
  ],
  [{ label: words.help, keys: 'Alt+0', icon: 'help', action: 'help' }],
];

const kDesign: readonly Tool[] = [{ label: strings.templates.tool, icon: 'template', action: 'template' }];

const kStyles = [0, 1, 2, 3, 4, 5, 6] as const;

/** Whether an action changes the text. */
const isOfText = (action: Action): boolean => action !== 'help' && action !== 'template';

interface ToolbarProps {
  readonly formats: Formats;
  readonly writable: boolean;
  /** What a template says of a line and of the paper can be set. */
  readonly designs: boolean;
  readonly onAction: (action: Action) => void;
  /** Esc gives the focus back to the text. */
  readonly onLeave: () => void;
}

/** One stop of the Tab key; the arrow keys move inside. */
export function Toolbar({ formats, writable, designs, onAction, onLeave }: ToolbarProps): JSX.Element {
  const bar = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const controls = (): HTMLElement[] => [...(bar.current?.querySelectorAll<HTMLElement>('[data-tool]') ?? [])];

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      onLeave();
      return;
    }
    const all = controls();
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const inStyles = event.target instanceof HTMLSelectElement;
    const to =
      step !== undefined ? (current + step + all.length) % all.length
      : event.key === 'Home' && !inStyles ? 0
      : event.key === 'End' && !inStyles ? all.length - 1
      : null;
    if (to === null) return;
    event.preventDefault();
    setCurrent(to);
    all[to]?.focus();
  };
  const onFocus = (event: FocusEvent): void => {
    const position = controls().indexOf(event.target as HTMLElement);
    if (position >= 0) setCurrent(position);
  };
  // A press with the mouse must not take the selection out of the text.
  const keepSelection = (event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest('button')) event.preventDefault();
  };
  const pressable = (action: Action): action is Command => typeof action === 'object' && ['toggle', 'list', 'script', 'align'].includes(action.kind);
  const header = formats['header'];
  let position = 0;
  const tabStop = (): 0 | -1 => (position++ === current ? 0 : -1);
  return (
    <div
      ref={bar}
      class="toolbar"
      role="toolbar"
      aria-label={words.label}
      aria-controls="text"
      onKeyDown={onKeyDown}
      onFocusCapture={onFocus}
      onMouseDown={keepSelection}
    >
      <div class="tool-group">
        <label class="style-select">
          <span class="for-readers">{words.style}</span>
          <select
            data-tool
            tabIndex={tabStop()}
            disabled={!writable}
            value={typeof header === 'number' ? String(header) : '0'}
            onChange={(event) => {
              const level = kStyles[Number(event.currentTarget.value)];
              if (level !== undefined) onAction({ kind: 'heading', level });
            }}
          >
            {kStyles.map((level) => (
              <option key={level} value={String(level)}>
                {level === 0 ? words.paragraph : words.heading(level)}
              </option>
            ))}
          </select>
          <Icon name="chevron" />
        </label>
      </div>
      {(designs ? [...kGroups.slice(0, -1), kDesign, ...kGroups.slice(-1)] : kGroups).map((tools, group) => (
        <div class="tool-group" key={group}>
          {tools.map(({ label, keys, icon, action }) => (
            <button
              key={label}
              type="button"
              data-tool
              class="tool"
              tabIndex={tabStop()}
              aria-label={label}
              title={keys ? `${label} (${keys})` : label}
              aria-pressed={pressable(action) ? isOn(action, formats) : undefined}
              aria-disabled={!writable && isOfText(action)}
              onClick={() => (writable || !isOfText(action)) && onAction(action)}
            >
              <Icon name={icon} />
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
