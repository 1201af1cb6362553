import '../../styles/share.css';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { DocumentAccess } from '../../api/access.ts';
import type { Me } from '../../api/roles.ts';
import type { Sharing } from './sharing.ts';
import { summaryOf } from './summary.ts';
import { strings } from '../../words/strings.ts';
import { Dialog } from '../dialog.tsx';
import { Outcome } from '../forms.tsx';
import { WhenLoaded } from '../loaded.tsx';
import { AddPeople, ManagedGrants, ShownGrants } from './grants.tsx';
import { Links, ShownLinks } from './links.tsx';
import { Owner } from './owner.tsx';

const words = strings.sharing;

export interface ShareProps {
  readonly model: Sharing;
  readonly title: string;
  readonly me: Me;
  readonly onClose: () => void;
}

/** The people and links that open a document. Controls are shown to a reader who may manage access. */
export function ShareDialog({ model, title, me, onClose }: ShareProps): JSX.Element {
  useEffect(() => void model.access.load(), [model]);
  const manages = model.access.value?.you.abilities.includes('manage_access') ?? false;
  return (
    <Dialog title={manages ? words.title(title || strings.untitled) : words.who} onClose={onClose}>
      <div class="share">
        <WhenLoaded of={model.access}>
          {(access) => (
            <>
              <p class="share-summary" aria-live="polite">
                {summaryOf(access, me.id ?? '')}
              </p>
              {manages ? <Managed model={model} access={access} me={me} /> : <Shown access={access} me={me} />}
            </>
          )}
        </WhenLoaded>
      </div>
    </Dialog>
  );
}

interface PartProps {
  readonly access: DocumentAccess;
  readonly me: Me;
}

function Managed({ model, access, me }: PartProps & { readonly model: Sharing }): JSX.Element {
  return (
    <>
      <AddPeople model={model} access={access} />
      <Outcome model={model.changing} />
      <section>
        <h3>{words.people}</h3>
        <ul class="rows">
          <Owner model={model} access={access} me={me} />
          <ManagedGrants model={model} access={access} me={me} />
        </ul>
      </section>
      <Links model={model} links={access.links ?? []} />
    </>
  );
}

function Shown({ access, me }: PartProps): JSX.Element | null {
  if (!access.grants && !access.owner && !access.link_counts) return null;
  return (
    <>
      <section>
        <h3>{words.people}</h3>
        <ul class="rows">
          <ShownGrants access={access} me={me} />
        </ul>
      </section>
      <ShownLinks access={access} />
    </>
  );
}
