import { kRoles } from '../api/roles.ts';
import type { AuditEntry } from '../api/access.ts';
import { strings } from '../words/strings.ts';

const words = strings.audit;

/** What happened, in words; what this page has no words for is shown as the server names it. */
export function deedOf({ what, about, about_name, detail }: Pick<AuditEntry, 'what' | 'about' | 'about_name' | 'detail'>): string {
  const say = words.deeds[what];
  const deed = say ? say(about_name || words.somebody, detail) : `${what} ${about_name || about}`.trim();
  const role = kRoles.find((known) => detail === known || detail.startsWith(`${known} `) || detail.startsWith(`${known},`));
  return role ? words.withDetail(deed, strings.roles[role]) : deed;
}
