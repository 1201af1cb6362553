import type { ReadonlySignal } from '@preact/signals';
import type { Ability, Me } from '../../api/roles.ts';
import type { QuillView } from '../../editor/quill-view.ts';
import type { DocumentSession } from '../../sync/session.ts';
import type { Person } from '../../text/person.ts';

/** The interface of the page that an open document's discussions use. */
export interface Surroundings {
  readonly document: string;
  readonly view: QuillView;
  readonly session: () => DocumentSession | null;
  readonly me: ReadonlySignal<Person>;
  readonly who: () => Me;
  readonly may: (what: Ability) => boolean;
  readonly say: (text: string) => void;
}
