import { kRoles } from '../api/roles.ts';
import type { AuditEntry } from '../api/access.ts';
import { strings } from '../words/strings.ts';

const words = strings.audit;

/** Describes an audited event. An event that this page does not know is shown by the server's name for it. */
export function deedOf({ what, about, about_name, detail }: Pick<AuditEntry, 'what' | 'about' | 'about_name' | 'detail'>): string {
  const say = words.deeds[what];
  const deed = say ? say(about_name || words.somebody, detail) : `${what} ${about_name || about}`.trim();
  const role = kRoles.find((known) => detail === known || detail.startsWith(`${known} `) || detail.startsWith(`${known},`));
  return role ? words.withDetail(deed, strings.roles[role]) : deed;
}
