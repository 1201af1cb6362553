import type { JSX } from 'preact';
import { timeAround } from '../../history/timeline.ts';
import { momentOf } from '../../history/times.ts';
import { historyWords } from '../../words/history.ts';
import { Icon } from '../icons.tsx';
import type { IconName } from '../icons.tsx';
import type { HistoryView } from './views.ts';

const words = historyWords.player;

/** Goes through the versions: one by one along the line, or session by session. */
export function Player({ model }: { readonly model: HistoryView }): JSX.Element {
  const { head } = model;
  void model.place.value;
  const version = model.version;
  const playing = model.player.playing.value;
  const shown = model.shown.value?.difference.to;
  const sessions = model.timeline.now.value?.sessions ?? [];
  const time = shown?.version === version ? shown.time : timeAround(sessions, version);
  const when = version === 0 ? historyWords.banner.empty : time ? momentOf(time) : null;
  const step = (by: 1 | -1): void => {
    model.player.pause();
    void model.player.step(by);
  };
  return (
    <div class="player" role="group" aria-label={words.label}>
      <PlayerButton icon="previous" label={words.previous} onClick={() => step(-1)} />
      <PlayerButton icon={playing ? 'pause' : 'play'} label={playing ? words.pause : words.play} onClick={() => (playing ? model.player.pause() : model.player.play())} />
      <PlayerButton icon="next" label={words.next} onClick={() => step(1)} />
      <div class="scrubber">
        <Ticks model={model} head={head} />
        <input
          type="range"
          min={0}
          max={Math.max(head, 1)}
          step={1}
          disabled={head === 0}
          value={version}
          aria-label={words.slider}
          aria-valuetext={words.value(version, head, when)}
          onInput={(event) => model.player.scrub(Math.min(Number(event.currentTarget.value), head))}
        />
      </div>
      <p class="player-where" aria-hidden="true">
        <span class="player-version">{historyWords.ofVersions(version, head)}</span>
        <span class="player-when">{when}</span>
      </p>
    </div>
  );
}

function PlayerButton({ icon, label, onClick }: { readonly icon: IconName; readonly label: string; readonly onClick: () => void }): JSX.Element {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

/** Marks for the named versions. Their names are in the timeline. */
function Ticks({ model, head }: { readonly model: HistoryView; readonly head: number }): JSX.Element | null {
  const named = (model.timeline.now.value?.landmarks ?? []).filter(({ kind }) => kind === 'milestone' || kind === 'restore');
  if (head === 0) return null;
  return (
    <svg class="ticks" aria-hidden="true" focusable="false" width="100%" height="100%">
      {named.map(({ kind, version }) => (
        <rect key={`${kind} ${version}`} class={`tick is-${kind}`} x={`${(100 * version) / head}%`} y="0" width="2" height="6" rx="1" />
      ))}
    </svg>
  );
}
