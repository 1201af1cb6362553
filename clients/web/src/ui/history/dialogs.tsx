import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { historyWords } from '../../words/history.ts';
import { Dialog } from '../dialog.tsx';
import { Field, Form, Outcome } from '../forms.tsx';
import type { DeedsView, HistoryView, OpenDialog } from './views.ts';

interface Props {
  readonly model: HistoryView;
  readonly deeds: DeedsView;
}

export function HistoryDialogs({ model, deeds }: Props): JSX.Element | null {
  const open = deeds.dialog.value;
  switch (open.kind) {
    case 'none':
      return null;
    case 'help':
      return <Keys onClose={() => deeds.close()} />;
    case 'restore':
      return <Restore model={model} deeds={deeds} version={open.version} />;
    case 'name':
      return <Name deeds={deeds} open={open} />;
  }
}

/** Asks before a version is restored, and says that nothing written since is lost. */
function Restore({ model, deeds, version }: Props & { readonly version: number }): JSX.Element {
  const words = historyWords.restore;
  return (
    <Dialog title={words.title(model.nameOf(version))} onClose={() => deeds.close()} narrow>
      <p class="dialog-text">{words.text}</p>
      <Outcome model={deeds.form} />
      <div class="dialog-actions">
        <button type="button" class="button" autoFocus onClick={() => deeds.close()}>
          {words.no}
        </button>
        <button type="button" class="button primary" aria-disabled={deeds.form.busy.value} onClick={() => void deeds.restore(version)}>
          {words.yes}
        </button>
      </div>
    </Dialog>
  );
}

function Name({ deeds, open }: { readonly deeds: DeedsView; readonly open: OpenDialog & { readonly kind: 'name' } }): JSX.Element {
  const words = historyWords.milestone;
  const name = useSignal(open.name);
  const note = useSignal(open.note);
  const { milestone, version } = open;
  return (
    <Dialog title={milestone === null ? words.title(version) : words.change} onClose={() => deeds.close()} narrow>
      <Form model={deeds.form} submit={words.save} onSubmit={() => void deeds.name(version, milestone, name.value, note.value)}>
        <Field label={words.name} value={name} hint={words.hint} maxLength={200} autoFocus />
        <Field label={words.note} value={note} optional />
      </Form>
      {milestone !== null && (
        <button type="button" class="button small quiet remove-name" onClick={() => void deeds.removeName(milestone)}>
          {words.remove}
        </button>
      )}
    </Dialog>
  );
}

const kKeys: readonly (readonly [readonly string[], string])[] = [
  [['N'], historyWords.help.next],
  [['P'], historyWords.help.previous],
  [['Alt', '↓'], historyWords.help.next],
  [['Alt', '↑'], historyWords.help.previous],
  [['←', '→'], historyWords.help.player],
  [['Page ↑', 'Page ↓'], historyWords.help.playerFar],
  [['↑', '↓'], historyWords.help.paragraph],
  [['?'], historyWords.help.help],
];

function Keys({ onClose }: { readonly onClose: () => void }): JSX.Element {
  return (
    <Dialog title={historyWords.help.title} onClose={onClose} narrow>
      <div class="help history-help">
        <dl>
          {kKeys.map(([keys, meaning]) => (
            <div key={keys.join()}>
              <dt>
                <span class="keys">
                  {keys.map((name) => (
                    <kbd key={name}>{name}</kbd>
                  ))}
                </span>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Dialog>
  );
}
