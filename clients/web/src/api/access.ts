import { jsonBody, kApi, kBase, request } from './request.ts';
import type { Ability, Me, Role } from './roles.ts';

/** The part of the HTTP API about people and rights: log-in, accounts, groups, roles, share links, tokens. */

export interface Profile {
  readonly email: string;
  readonly name: string;
  readonly affiliation: string;
}

export interface NewAccount extends Profile {
  readonly secret: string;
  readonly password: string;
}

export interface MySession {
  readonly id: string;
  readonly created_at: string;
  readonly used_at: string;
  readonly current: boolean;
}

export interface Token {
  readonly id: string;
  readonly label: string;
  readonly abilities: readonly Ability[];
  readonly created_at: string;
  readonly expires_at: string | null;
  /** Only in the answer to its making. */
  readonly secret?: string;
}

export interface OpenedInvitation {
  readonly email: string | null;
  readonly administrator: boolean;
  /** Names. */
  readonly groups: readonly string[];
  readonly expires_at: string;
}

export interface OpenedLink {
  readonly document: string;
  readonly title: string;
  readonly role: Role;
  readonly me: Me;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly affiliation?: string | null;
}

export interface Account extends Person {
  readonly email: string;
  readonly administrator: boolean;
  readonly disabled: boolean;
  readonly created_at: string;
}

export interface Invitation {
  readonly id: string;
  readonly email: string | null;
  readonly administrator: boolean;
  /** Ids. */
  readonly groups: readonly string[];
  readonly by: string;
  readonly expires_at: string;
  /** Only in the answer to its making. */
  readonly address?: string;
}

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly members: readonly Person[];
}

export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly by_name: string;
  readonly what: string;
  readonly about: string;
  readonly about_name: string;
  readonly document: string;
  readonly detail: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export interface FoundPeople {
  readonly people: readonly Person[];
  readonly groups: readonly { readonly id: string; readonly name: string; readonly members: number }[];
}

export interface Grant {
  readonly kind: 'account' | 'group';
  readonly id: string;
  readonly name: string;
  readonly affiliation?: string | null;
  /** The number of a group's members. */
  readonly members?: number;
  readonly role: Role;
  readonly history: boolean;
}

export interface ShareLink {
  readonly id: string;
  readonly role: Role;
  readonly history: boolean;
  readonly label: string;
  readonly by: string;
  readonly by_name: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly used_at: string | null;
  /** Only in the answer to its making. */
  readonly address?: string;
}

export interface MyStanding {
  readonly role: Role | null;
  readonly history: boolean;
  readonly abilities: readonly Ability[];
}

/** The rights to a document. Parts that the reader may not know are absent. */
export interface DocumentAccess {
  readonly you: MyStanding;
  readonly owner?: Person | null;
  readonly grants?: readonly Grant[];
  readonly link_counts?: Partial<Readonly<Record<Role, number>>>;
  readonly links?: readonly ShareLink[];
}

const part = encodeURIComponent;
const erase = (address: string): Promise<void> => request<undefined>(address, { method: 'DELETE' });

async function paged<Item>(address: string, key: string, parameters: Readonly<Record<string, string | null>>): Promise<Page<Item>> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value) query.set(name, value);
  const answer = await request<Readonly<Record<string, unknown>>>(`${address}?${query}`);
  const items = Array.isArray(answer[key]) ? (answer[key] as readonly Item[]) : [];
  const next = answer['next_cursor'];
  return { items, next: typeof next === 'string' ? next : null };
}

// ---- who I am

export const whoAmI = (): Promise<Me> => request<Me>(`${kApi}/me`);
export const changeMe = (change: Partial<Profile>): Promise<Me> => request<Me>(`${kApi}/me`, jsonBody('PATCH', change));
export const changePassword = (current: string, next: string): Promise<void> =>
  request<undefined>(`${kApi}/me/password`, jsonBody('PUT', { current, new: next }));

export async function mySessions(): Promise<readonly MySession[]> {
  return (await request<{ sessions: readonly MySession[] }>(`${kApi}/me/sessions`)).sessions;
}
export const endSession = (id: string): Promise<void> => erase(`${kApi}/me/sessions/${part(id)}`);
export const endOtherSessions = (): Promise<void> => erase(`${kApi}/me/sessions`);

export async function myTokens(): Promise<readonly Token[]> {
  return (await request<{ tokens: readonly Token[] }>(`${kApi}/me/tokens`)).tokens;
}
export const makeToken = (label: string, abilities: readonly Ability[], expires: string | null): Promise<Token> =>
  request<Token>(`${kApi}/me/tokens`, jsonBody('POST', { label, abilities, ...(expires ? { expires_at: expires } : {}) }));
export const endToken = (id: string): Promise<void> => erase(`${kApi}/me/tokens/${part(id)}`);

// ---- coming in and going

export const setUp = (account: NewAccount): Promise<Me> => request<Me>(`${kApi}/set-up`, jsonBody('POST', account));
export const logIn = (email: string, password: string): Promise<Me> =>
  request<Me>(`${kApi}/session`, jsonBody('POST', { email, password }));
export const logOut = (): Promise<void> => erase(`${kApi}/session`);
export const openInvitation = (secret: string): Promise<OpenedInvitation> =>
  request<OpenedInvitation>(`${kApi}/invitations/open`, jsonBody('POST', { secret }));
export const acceptInvitation = (account: NewAccount): Promise<Me> =>
  request<Me>(`${kApi}/invitations/accept`, jsonBody('POST', account));
export const usePasswordReset = (secret: string, password: string): Promise<Me> =>
  request<Me>(`${kApi}/resets/use`, jsonBody('POST', { secret, password }));
/** Refused with 422 `name_required` if a guest's name is needed. */
export const openLink = (secret: string, name: string | null): Promise<OpenedLink> =>
  request<OpenedLink>(`${kApi}/links/open`, jsonBody('POST', { secret, ...(name ? { name } : {}) }));

// ---- administration

export const listAccounts = (query: string, cursor: string | null): Promise<Page<Account>> =>
  paged<Account>(`${kApi}/accounts`, 'accounts', { query, cursor, limit: '50' });
export const changeAccount = (id: string, change: Partial<Profile> & { administrator?: boolean; disabled?: boolean }): Promise<Account> =>
  request<Account>(`${kApi}/accounts/${part(id)}`, jsonBody('PATCH', change));
export const makeReset = (id: string): Promise<{ readonly address: string; readonly expires_at: string }> =>
  request(`${kApi}/accounts/${part(id)}/reset`, jsonBody('POST', {}));

export async function listInvitations(): Promise<readonly Invitation[]> {
  return (await request<{ invitations: readonly Invitation[] }>(`${kApi}/invitations`)).invitations;
}
export const invite = (email: string, administrator: boolean, groups: readonly string[]): Promise<Invitation> =>
  request<Invitation>(`${kApi}/invitations`, jsonBody('POST', { ...(email ? { email } : {}), administrator, groups }));
export const withdrawInvitation = (id: string): Promise<void> => erase(`${kApi}/invitations/${part(id)}`);

export async function listGroups(): Promise<readonly Group[]> {
  return (await request<{ groups: readonly Group[] }>(`${kApi}/groups`)).groups;
}
export const makeGroup = (name: string): Promise<Group> => request<Group>(`${kApi}/groups`, jsonBody('POST', { name }));
export const renameGroup = (id: string, name: string): Promise<Group> =>
  request<Group>(`${kApi}/groups/${part(id)}`, jsonBody('PATCH', { name }));
export const removeGroup = (id: string): Promise<void> => erase(`${kApi}/groups/${part(id)}`);
const member = (group: string, account: string): string => `${kApi}/groups/${part(group)}/members/${part(account)}`;
export const addMember = (group: string, account: string): Promise<void> =>
  request<undefined>(member(group, account), { method: 'PUT' });
export const removeMember = (group: string, account: string): Promise<void> => erase(member(group, account));

export const listAudit = (document: string | null, cursor: string | null): Promise<Page<AuditEntry>> =>
  paged<AuditEntry>(`${kApi}/audit`, 'entries', { document, cursor, limit: '50' });

// ---- people, for every account

export const findPeople = (query: string): Promise<FoundPeople> =>
  request<FoundPeople>(`${kApi}/people?${new URLSearchParams({ query, limit: '8' })}`);

// ---- rights to one document

const of = (document: string): string => `${kBase}/${part(document)}`;
const grantOf = (document: string, kind: Grant['kind'], id: string): string =>
  `${of(document)}/grants/${kind === 'account' ? 'accounts' : 'groups'}/${part(id)}`;

export const accessTo = (document: string): Promise<DocumentAccess> => request<DocumentAccess>(`${of(document)}/access`);
export const grant = (document: string, kind: Grant['kind'], id: string, role: Role, history: boolean): Promise<Grant> =>
  request<Grant>(grantOf(document, kind, id), jsonBody('PUT', { role, history }));
export const endGrant = (document: string, kind: Grant['kind'], id: string): Promise<void> => erase(grantOf(document, kind, id));

export interface NewLink {
  readonly role: Role;
  readonly history: boolean;
  readonly label: string;
  readonly expires_at: string | null;
}
export const makeLink = (document: string, { expires_at, ...link }: NewLink): Promise<ShareLink> =>
  request<ShareLink>(`${of(document)}/links`, jsonBody('POST', { ...link, ...(expires_at ? { expires_at } : {}) }));
export const revokeLink = (document: string, id: string): Promise<void> => erase(`${of(document)}/links/${part(id)}`);
export const giveTo = (document: string, account: string): Promise<DocumentAccess> =>
  request<DocumentAccess>(`${of(document)}/owner`, jsonBody('PUT', { account }));
export const auditOf = (document: string, cursor: string | null): Promise<Page<AuditEntry>> =>
  paged<AuditEntry>(`${of(document)}/audit`, 'entries', { cursor, limit: '50' });

export async function peopleOf(document: string, query: string): Promise<readonly Person[]> {
  const answer = await request<{ people: readonly Person[] }>(`${of(document)}/people?${new URLSearchParams({ query })}`);
  return answer.people;
}
