import type { JSX } from 'preact';
import type { Role } from '../../api/roles.ts';
import { strings } from '../../words/strings.ts';
import { Icon } from '../icons.tsx';
import { kGivenRoles } from './sharing.ts';

interface SelectProps {
  readonly label: string;
  readonly role: Role;
  readonly onChange: (role: Role) => void;
  readonly labelShown?: boolean;
}

export function RoleSelect({ label, role, onChange, labelShown }: SelectProps): JSX.Element {
  const select = (
    <span class="select">
      <select
        aria-label={labelShown ? undefined : label}
        value={role}
        onChange={(event) => {
          const chosen = kGivenRoles.find((one) => one === event.currentTarget.value);
          if (chosen) onChange(chosen);
        }}
      >
        {kGivenRoles.map((one) => (
          <option key={one} value={one}>
            {strings.roles[one]}
          </option>
        ))}
      </select>
      <Icon name="chevron" />
    </span>
  );
  if (!labelShown) return select;
  return (
    <label class="field">
      <span>{label}</span>
      {select}
    </label>
  );
}

/** From this role on the history comes along. */
export const readsHistory = (role: Role): boolean => role === 'editor' || role === 'owner';
