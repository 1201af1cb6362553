import type {
  Blame, Difference, HistoryFacts, Milestone, SessionPage, UndoPreview,
} from '../history/types.ts';
import type { ThreadPage } from '../threads/types.ts';
import { jsonBody, kBase, request } from './request.ts';

/** Sessions at a time. */
const kPage = 40;
/** Threads per page: the server's maximum. */
const kThreads = 200;

export interface Whose {
  readonly by: string | null;
  readonly group: string | null;
}

/** The forms in which a version can be had as a file. */
export const kFileFormats = ['markdown', 'html', 'text', 'delta'] as const;
export type FileFormat = (typeof kFileFormats)[number];

/** The history of one document over HTTP. Versions count operations; places are UTF-16 units. Throws ApiError. */
export class HistoryApi {
  readonly #address: string;

  constructor(document: string) {
    this.#address = `${kBase}/${encodeURIComponent(document)}`;
  }

  facts(): Promise<HistoryFacts> {
    return request<HistoryFacts>(`${this.#address}/history`);
  }

  difference(from: number, to: number, signal: AbortSignal): Promise<Difference> {
    return this.#get<Difference>('diff', { from, to }, signal);
  }

  /** The author of each run of the text, or of a part of it. */
  blame(version: number, part: { readonly from: number; readonly to: number } | null, signal: AbortSignal): Promise<Blame> {
    return this.#get<Blame>('blame', { version, ...part }, signal);
  }

  sessions({ by, group }: Whose, before: string | null): Promise<SessionPage> {
    const parameters: Record<string, string | number> = { limit: kPage };
    if (by !== null) parameters['by'] = by;
    if (group !== null) parameters['group'] = group;
    if (before !== null) parameters['before'] = before;
    return this.#get<SessionPage>('sessions', parameters);
  }

  /** The version that the paper had at an instant. */
  async versionAt(time: string): Promise<number> {
    return (await this.#get<{ readonly version: number }>('versions', { at: time })).version;
  }

  /** The address at which a version can be downloaded. */
  fileOf(version: number, format: FileFormat): string {
    return `${this.#address}/versions/${version}?${new URLSearchParams({ format })}`;
  }

  threads(version: number, cursor: string | null): Promise<ThreadPage> {
    return this.#get<ThreadPage>('threads', { version, limit: kThreads, ...(cursor === null ? {} : { cursor }) });
  }

  nameVersion(version: number, name: string, note: string): Promise<Milestone> {
    return request<Milestone>(`${this.#address}/milestones`, jsonBody('POST', { version, name, note }));
  }

  rename(milestone: string, name: string, note: string): Promise<Milestone> {
    return request<Milestone>(this.#milestone(milestone), jsonBody('PATCH', { name, note }));
  }

  removeName(milestone: string): Promise<void> {
    return request<undefined>(this.#milestone(milestone), { method: 'DELETE' });
  }

  restore(version: number): Promise<{ readonly version: number; readonly changed: boolean }> {
    return request(`${this.#address}/restore`, jsonBody('POST', { version }));
  }

  /** A preview of the newest version after the change. */
  previewUndo(by: string, from: number, to: number): Promise<UndoPreview> {
    return request<UndoPreview>(`${this.#address}/undo`, jsonBody('POST', { by, from, to, preview: true }));
  }

  undo(by: string, from: number, to: number): Promise<{ readonly version: number; readonly changed: boolean }> {
    return request(`${this.#address}/undo`, jsonBody('POST', { by, from, to, preview: false }));
  }

  #get<T>(what: string, parameters: Readonly<Record<string, string | number>>, signal?: AbortSignal): Promise<T> {
    const query = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
    return request<T>(`${this.#address}/${what}?${query}`, signal ? { signal } : {});
  }

  #milestone(id: string): string {
    return `${this.#address}/milestones/${encodeURIComponent(id)}`;
  }
}
