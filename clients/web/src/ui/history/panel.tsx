import type { ComponentChildren, JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { historyWords } from '../../words/history.ts';
import { Icon } from '../icons.tsx';
import { useModal } from '../use-modal.ts';

const words = historyWords.panel;

export type SideName = 'timeline' | 'changes' | 'people' | 'comments';

export interface Side {
  readonly name: SideName;
  readonly title: string;
  readonly count?: number | undefined;
  readonly view: () => JSX.Element;
}

interface TabsProps {
  readonly sides: readonly Side[];
  readonly chosen: SideName;
  readonly onChoose: (name: SideName) => void;
  readonly children?: ComponentChildren;
}

/** Lists beside the text, one at a time. */
export function SideTabs({ sides, chosen, onChoose, children }: TabsProps): JSX.Element {
  const id = useId();
  const row = useRef<HTMLDivElement>(null);
  const shown = sides.find(({ name }) => name === chosen) ?? sides[0];
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const at = sides.findIndex(({ name }) => name === shown?.name);
    const next = sides[(at + step + sides.length) % sides.length];
    if (step === 0 || event.altKey || !next) return;
    event.preventDefault();
    onChoose(next.name);
    row.current?.querySelector<HTMLElement>(`[data-side="${next.name}"]`)?.focus();
  };
  return (
    <>
      <div class="side-head">
        <div ref={row} class="side-tabs" role="tablist" aria-label={words.sides} onKeyDown={onKey}>
          {sides.map(({ name, title, count }) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`${id}-${name}`}
              data-side={name}
              aria-selected={name === shown?.name}
              aria-controls={`${id}-panel`}
              tabIndex={name === shown?.name ? 0 : -1}
              onClick={() => onChoose(name)}
            >
              {title}
              {count !== undefined && count > 0 && <span class="count"> {count}</span>}
            </button>
          ))}
        </div>
        {children}
      </div>
      <div id={`${id}-panel`} class="side-body" role="tabpanel" aria-labelledby={`${id}-${shown?.name ?? ''}`} tabIndex={-1}>
        {shown?.view()}
      </div>
    </>
  );
}

/** From below, where there is no room beside the text. */
export function SideDrawer({ onClose, ...tabs }: TabsProps & { readonly onClose: () => void }): JSX.Element {
  const { close, props } = useModal(onClose, (drawer) => {
    drawer.showModal();
    drawer.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
  });
  return (
    <dialog {...props} class="bottom-drawer side-drawer" aria-label={words.label}>
      <SideTabs {...tabs}>
        <button type="button" class="icon-button" aria-label={words.close} onClick={close}>
          <Icon name="close" />
        </button>
      </SideTabs>
    </dialog>
  );
}
