/** Identities, roles and abilities, as the server tells them. */

export type Role = 'reader' | 'commenter' | 'suggester' | 'editor' | 'owner';
export const kRoles: readonly Role[] = ['reader', 'commenter', 'suggester', 'editor', 'owner'];

export const kAbilities = [
  'read_document', 'read_history', 'edit_document', 'rename_document', 'delete_document', 'create_document', 'see_presence',
  'show_presence', 'read_threads', 'comment', 'suggest', 'moderate_threads', 'manage_access', 'transfer_ownership',
  'export_document', 'administer',
] as const;
export type Ability = (typeof kAbilities)[number];

export interface Me {
  readonly kind: 'nobody' | 'everybody' | 'account' | 'guest' | 'token' | 'vouched';
  readonly id: string | null;
  readonly name: string | null;
  readonly email?: string;
  readonly affiliation?: string;
  readonly administrator: boolean;
  readonly may_create: boolean;
  /** The server lets everybody do everything: there are no accounts and nothing to share. */
  readonly open: boolean;
  readonly needs_set_up: boolean;
  /** Wrong passwords for my account since my log-in before this one. */
  readonly failed_log_ins?: number;
}
