import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { historyWords } from '../../words/history.ts';
import { strings } from '../../words/strings.ts';
import { Icon } from '../icons.tsx';
import { useDismiss } from '../use-dismiss.ts';
import type { HistoryView } from './views.ts';

const words = historyWords.bar;

interface BarProps {
  readonly model: HistoryView;
  readonly onHelp: () => void;
  /** Stands at the end of the bar: the reader's menu. */
  readonly children: ComponentChildren;
}

export function HistoryBar({ model, onHelp, children }: BarProps): JSX.Element {
  const isOpen = model.phase.value.kind === 'open';
  const title = model.title.value || strings.untitled;
  return (
    <div class="bar history-bar">
      <a class="icon-button" href={`/d/${encodeURIComponent(model.document)}`} aria-label={words.back} title={words.back}>
        <Icon name="back" />
      </a>
      <h1 class="bar-title history-title">
        <span class="history-word">{historyWords.title}</span>
        <span class="history-of" dir="auto">
          {title}
        </span>
      </h1>
      {isOpen && (
        <>
          <button type="button" class="bar-act" aria-label={words.copyLink} title={words.copyLink} onClick={() => void copyLink(model)}>
            <Icon name="link" />
            <span class="bar-word">{words.copyLink}</span>
          </button>
          {model.rights.value?.may('export_document') && <Download model={model} />}
          <button type="button" class="icon-button wide-only" aria-label={words.help} title={words.help} onClick={onHelp}>
            <Icon name="help" />
          </button>
        </>
      )}
      {children}
    </div>
  );
}

/** The address that leads to exactly this view; where it cannot be copied, it is in the address bar. */
async function copyLink(model: HistoryView): Promise<void> {
  try {
    await navigator.clipboard.writeText(model.permanentLink);
    model.say({ text: words.linkCopied });
  } catch {
    model.go({ to: model.version }, 'along');
    model.say({ text: words.linkInBar });
  }
}

function Download({ model }: { readonly model: HistoryView }): JSX.Element {
  const open = useSignal(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useDismiss(open.value, root, button, () => (open.value = false));
  void model.place.value;
  const version = model.version;
  return (
    <div class="download" ref={root}>
      <button
        ref={button}
        type="button"
        class="bar-act"
        aria-label={words.download}
        title={words.download}
        aria-expanded={open.value}
        aria-controls={id}
        onClick={() => (open.value = !open.value)}
      >
        <Icon name="download" />
        <span class="bar-word">{words.download}</span>
      </button>
      <div id={id} class="popover menu" hidden={!open.value}>
        <h2>{words.downloadTitle(model.nameOf(version))}</h2>
        <ul>
          {model.files().map(({ format, address }) => (
            <li key={format}>
              <a href={address} download onClick={() => (open.value = false)}>
                {words.formats[format]}
              </a>
            </li>
          ))}
          <li>
            <button type="button" onClick={() => ((open.value = false), window.print())}>
              {words.print}
            </button>
          </li>
        </ul>
      </div>
    </div>
  );
}
