import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icons.tsx';

/** While somebody types, it is asked when they pause. */
const kPause = 200;

interface SearchProps {
  readonly label: string;
  readonly query: Signal<string>;
  readonly onAsk: () => void;
}

export function SearchField({ label, query, onAsk }: SearchProps): JSX.Element {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <label class="search">
      <Icon name="search" />
      <span class="for-readers">{label}</span>
      <input
        type="search"
        dir="auto"
        placeholder={label}
        value={query.value}
        onInput={(event) => {
          query.value = event.currentTarget.value;
          clearTimeout(timer.current);
          timer.current = setTimeout(onAsk, kPause);
        }}
      />
    </label>
  );
}
