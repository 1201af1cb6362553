import type { JSX } from 'preact';
import type { Heading } from '../editor/outline.ts';
import { strings } from '../words/strings.ts';
import { Icon } from './icons.tsx';

interface OutlineProps {
  readonly headings: readonly Heading[];
  readonly current: number;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly onGoTo: (heading: Heading) => void;
}

export function Outline({ headings, current, open, onToggle, onGoTo }: OutlineProps): JSX.Element {
  const top = headings.reduce((least, heading) => Math.min(least, heading.level), 6);
  return (
    <nav class={open ? 'outline' : 'outline folded'} aria-label={strings.outline.label}>
      <button
        type="button"
        class="outline-toggle"
        aria-expanded={open}
        aria-controls="outline-list"
        aria-label={open ? strings.outline.hide : strings.outline.show}
        onClick={onToggle}
      >
        <Icon name="outline" />
        <span class="outline-title">{strings.outline.label}</span>
      </button>
      <div id="outline-list" hidden={!open}>
        {headings.length === 0 && <p class="aside">{strings.outline.empty}</p>}
        <ol>
          {headings.map((heading, position) => (
            <li key={position} data-level={Math.min(heading.level - top, 3)}>
              <button
                type="button"
                dir="auto"
                aria-current={position === current ? 'location' : undefined}
                onClick={() => onGoTo(heading)}
              >
                {heading.text}
              </button>
            </li>
          ))}
        </ol>
      </div>
    </nav>
  );
}
