import type { JSX } from 'preact';
import type { Role } from '../api/roles.ts';
import { strings } from '../words/strings.ts';
import { Icon } from './icons.tsx';

/** Stands in place of the toolbar for a reader who may not edit: one sentence about their rights. */
export function RoleLine({ role, onHelp }: { readonly role: Role | null; readonly onHelp: () => void }): JSX.Element {
  const line = strings.rights.line[role ?? 'reader'] || strings.rights.line.reader;
  return (
    <div class="role-line">
      <Icon name="lock" />
      <p>{line}</p>
      <button type="button" class="icon-button" aria-label={strings.toolbar.help} title={strings.toolbar.help} onClick={onHelp}>
        <Icon name="help" />
      </button>
    </div>
  );
}
