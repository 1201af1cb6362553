import type { ComponentChildren, JSX } from 'preact';
import { strings } from '../../words/strings.ts';
import { personOf } from '../../text/person.ts';
import { Face } from '../people.tsx';
import { GroupFace } from '../person-picker.tsx';

interface RowProps {
  readonly kind: 'account' | 'group';
  readonly id: string;
  readonly name: string;
  readonly note?: string | null;
  readonly mine: boolean;
  /** The role, or controls to change it. */
  readonly children: ComponentChildren;
}

/** A person or group with a right to the document. */
export function WhoRow({ kind, id, name, note, mine, children }: RowProps): JSX.Element {
  return (
    <li class="row">
      {kind === 'group' ? <GroupFace /> : <Face person={personOf({ id, name })} />}
      <p class="row-main">
        <b dir="auto">{name}</b>
        {mine && <span class="aside"> ({strings.sharing.you})</span>}
        {note && (
          <span class="row-note" dir="auto">
            {note}
          </span>
        )}
      </p>
      {children}
    </li>
  );
}
