import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { strings } from '../../words/strings.ts';
import { Frame } from '../frame.tsx';
import { logInAddress } from '../../addresses.ts';
import { me } from '../whoami.ts';
import { AccountsPart } from './accounts.tsx';
import { AuditPart } from './audit.tsx';
import { GroupsPart } from './groups.tsx';
import { InvitationsPart } from './invitations.tsx';

const words = strings.administration;

const kParts = { accounts: AccountsPart, invitations: InvitationsPart, groups: GroupsPart, audit: AuditPart } as const;
type Part = keyof typeof kParts;
const kNames = Object.keys(kParts) as readonly Part[];

const partInAddress = (): Part => kNames.find((name) => `#${name}` === location.hash) ?? 'accounts';

/** Administration: one part at a time, each with an address of its own. */
export function PeoplePage(): JSX.Element | null {
  const part = useSignal(partInAddress());
  useEffect(() => {
    const follow = (): void => {
      part.value = partInAddress();
    };
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  const who = me.value;
  if (!who) return null;
  if (who.kind === 'nobody') {
    location.replace(logInAddress('/people'));
    return null;
  }
  if (!who.administrator) {
    return (
      <Frame title={words.forbidden}>
        <p>{words.forbiddenText}</p>
        <p class="form-actions">
          <a class="button" href="/">
            {strings.coming.toHome}
          </a>
        </p>
      </Frame>
    );
  }
  const Shown = kParts[part.value];
  return (
    <Frame title={words.title}>
      <nav class="parts" aria-label={words.partsLabel}>
        {kNames.map((name) => (
          <a key={name} href={`#${name}`} aria-current={part.value === name ? 'page' : undefined}>
            {words.parts[name]}
          </a>
        ))}
      </nav>
      <Shown />
    </Frame>
  );
}
