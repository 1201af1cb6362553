import type { JSX } from 'preact';
import type { Heading } from '../editor/outline.ts';
import { strings } from '../words/strings.ts';
import { Icon } from './icons.tsx';
import { useModal } from './use-modal.ts';

const words = strings.outline;

interface ListProps {
  readonly headings: readonly Heading[];
  readonly current: number;
  readonly onGoTo: (heading: Heading) => void;
}

interface OutlineProps extends ListProps {
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** Beside the paper, foldable. */
export function Outline({ open, onToggle, ...list }: OutlineProps): JSX.Element {
  return (
    <nav class={open ? 'outline' : 'outline folded'} aria-label={words.label}>
      <button
        type="button"
        class="outline-toggle"
        aria-expanded={open}
        aria-controls="outline-list"
        aria-label={open ? words.hide : words.show}
        onClick={onToggle}
      >
        <Icon name="outline" />
        <span class="outline-title">{words.label}</span>
      </button>
      <div id="outline-list" hidden={!open}>
        <OutlineList {...list} />
      </div>
    </nav>
  );
}

/** Under the bar, where there is no room beside the paper. */
export function OutlineButton({ open, onOpen }: { readonly open: boolean; readonly onOpen: () => void }): JSX.Element {
  return (
    <button
      type="button"
      class="icon-button outline-button"
      aria-haspopup="dialog"
      aria-expanded={open}
      aria-label={words.label}
      title={words.label}
      onClick={onOpen}
    >
      <Icon name="outline" />
    </button>
  );
}

/** From below, modal. Whoever chose a heading or closes it has the focus where it was before. */
export function OutlineDrawer({ onClose, onGoTo, ...list }: ListProps & { readonly onClose: () => void }): JSX.Element {
  const { close, props } = useModal(onClose, (drawer) => {
    drawer.showModal();
    const current = drawer.querySelector<HTMLElement>('[aria-current]');
    current?.focus({ preventScroll: true });
    // By hand: scrollIntoView could move the page under the drawer, too.
    const list = current?.closest('nav');
    if (current && list) list.scrollTop = current.offsetTop - list.offsetTop - list.clientHeight / 3;
  });
  return (
    <dialog {...props} class="bottom-drawer outline-drawer" aria-label={words.label}>
      <header>
        <h2>{words.label}</h2>
        <button type="button" class="icon-button" aria-label={words.close} title={words.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <nav aria-label={words.label}>
        <OutlineList
          {...list}
          onGoTo={(heading) => {
            close();
            onGoTo(heading);
          }}
        />
      </nav>
    </dialog>
  );
}

function OutlineList({ headings, current, onGoTo }: ListProps): JSX.Element {
  const top = headings.reduce((least, heading) => Math.min(least, heading.level), 6);
  if (headings.length === 0) return <p class="aside">{words.empty}</p>;
  return (
    <ol class="outline-list">
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
  );
}
