import { accessTo, endGrant, findPeople, giveTo, grant, makeLink, revokeLink } from '../../api/access.ts';
import type { DocumentAccess, FoundPeople, Grant, NewLink, Person, ShareLink } from '../../api/access.ts';
import type { Role } from '../../api/roles.ts';
import { signal } from '@preact/signals';
import { strings } from '../../words/strings.ts';
import type { Sharing } from '../../ui/share/sharing.ts';
import { FormModel } from '../form-model.ts';
import { Loading } from '../loading.ts';

const words = strings.sharing;

/** The rights to one document, and what people do with them. */
export class ShareModel implements Sharing {
  readonly access: Loading<DocumentAccess>;
  readonly changing = new FormModel();
  /** The link that was just made: its address is shown this once. */
  readonly fresh = signal<ShareLink | null>(null);
  readonly #document: string;

  constructor(document: string) {
    this.#document = document;
    this.access = new Loading(() => accessTo(document));
  }

  find(query: string): Promise<FoundPeople> {
    return findPeople(query);
  }

  async give(who: Pick<Grant, 'kind' | 'id' | 'name'>, role: Role, history: boolean): Promise<void> {
    const given = await this.#do(async () => void (await grant(this.#document, who.kind, who.id, role, history)));
    if (given) this.changing.done.value = words.given(who.name, strings.roles[role]);
  }

  async take(from: Grant): Promise<void> {
    if (await this.#do(() => endGrant(this.#document, from.kind, from.id))) this.changing.done.value = words.removed(from.name);
  }

  async link(wanted: NewLink): Promise<boolean> {
    return this.#do(async () => {
      this.fresh.value = await makeLink(this.#document, wanted);
    });
  }

  async revoke(link: ShareLink): Promise<void> {
    if (!(await this.#do(() => revokeLink(this.#document, link.id)))) return;
    if (this.fresh.value?.id === link.id) this.fresh.value = null;
    this.changing.done.value = words.withdrawn;
  }

  async transfer(to: Person): Promise<void> {
    const given = await this.#do(async () => void (await giveTo(this.#document, to.id)));
    if (given) this.changing.done.value = words.given2(to.name);
  }

  /** Sends a change and loads the rights again, also after a refusal. */
  async #do(work: () => Promise<void>): Promise<boolean> {
    const done = await this.changing.run(work);
    await this.access.load();
    return done;
  }
}
