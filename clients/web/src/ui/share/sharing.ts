import type { ReadonlySignal } from '@preact/signals';
import type { DocumentAccess, FoundPeople, Grant, NewLink, Person, ShareLink } from '../../api/access.ts';
import type { Role } from '../../api/roles.ts';
import type { FormState } from '../forms.tsx';
import type { Loadable } from '../loaded.tsx';

/** The role of somebody who is added without another choice. */
export const kUsualRole: Role = 'commenter';
export const kGivenRoles: readonly Role[] = ['reader', 'commenter', 'suggester', 'editor'];

/** The rights to one document, and what people do with them. The page's model implements it. */
export interface Sharing {
  readonly access: Loadable<DocumentAccess> & { readonly value: DocumentAccess | null };
  readonly changing: FormState;
  /** The link that was just made: its address is shown this once. */
  readonly fresh: ReadonlySignal<ShareLink | null>;
  /** Finds people and groups of the server by a few letters. */
  find(query: string): Promise<FoundPeople>;
  give(who: Pick<Grant, 'kind' | 'id' | 'name'>, role: Role, history: boolean): Promise<void>;
  take(from: Grant): Promise<void>;
  /** Resolves with whether the link was made. */
  link(wanted: NewLink): Promise<boolean>;
  revoke(link: ShareLink): Promise<void>;
  transfer(to: Person): Promise<void>;
}
