import { kRoles } from '../../api/roles.ts';
import type { DocumentAccess } from '../../api/access.ts';
import type { Role } from '../../api/roles.ts';
import { strings } from '../../words/strings.ts';
import { listOf } from '../../words/counting.ts';

const words = strings.sharing.summary;
/** Names before "and n others". */
const kNames = 4;

/** One sentence that names everybody who can see a document. `me` is the id of the reader. */
export function summaryOf(access: DocumentAccess, me: string): string {
  if (access.owner === undefined && access.grants === undefined && access.link_counts === undefined) return words.unknown;
  const people = [
    ...(access.owner ? [{ id: access.owner.id, name: access.owner.name }] : []),
    ...(access.grants ?? []).filter(({ id }) => id !== access.owner?.id).map(({ kind, id, name, members }) => ({
      id,
      name: kind === 'group' ? words.group(name, members ?? null) : name,
    })),
  ];
  const mine = access.you.role !== null;
  const others = people.filter(({ id }) => id !== me).map(({ name }) => name);
  const names = [...(mine ? [words.you] : []), ...others];
  const shown = names.length > kNames + 1 ? [...names.slice(0, kNames), words.others(names.length - kNames)] : names;
  const links = linkedRoles(access).map((role) => words.link[role]);
  if (links.length > 0) return words.withLinks(listOf(shown), listOf(links));
  return names.length === 1 && mine ? words.onlyYou : words.only(listOf(shown));
}

/** The roles that links give, the most first. */
export function linkedRoles({ link_counts, links }: DocumentAccess): readonly Role[] {
  const now = Date.now();
  const alive = links?.filter(({ expires_at }) => !expires_at || Date.parse(expires_at) > now);
  return kRoles.filter((role) => (alive ? alive.some((link) => link.role === role) : (link_counts?.[role] ?? 0) > 0)).toReversed();
}
