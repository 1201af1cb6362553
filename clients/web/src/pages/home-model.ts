import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { createDocument, listDocuments, listTemplates } from '../api/documents.ts';
import { ApiError, isBusy } from '../api/failure.ts';
import type { DocumentInfo, NewDocument, TemplateInfo } from '../api/documents.ts';
import type { Outcome } from '../ui/import-report.tsx';
import type { ApiFailure } from '../api/failure.ts';
import { strings } from '../words/strings.ts';
import { textOfFile, textOfPage } from '../text/file-text.ts';
import type { UnreadFile } from '../text/file-text.ts';
import { Loading } from './loading.ts';

export type ListState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: ApiFailure }
  | {
      readonly kind: 'listed';
      readonly documents: readonly DocumentInfo[];
      readonly next: string | null;
      readonly loadingMore: boolean;
    };

/** While somebody types a search, we ask when they pause. */
const kSearchDelay = 200;
/** Bytes: the server's maximum. */
const kLargestFile = 16 * 1024 * 1024;
const kMarkdown = /\.(md|markdown)$/i;
const kHtml = /\.x?html?$/i;
const kText = /\.(txt|text)$/i;

export class HomeModel {
  readonly list: Signal<ListState> = signal<ListState>({ kind: 'loading' });
  readonly query = signal('');
  readonly busy = signal(false);
  readonly message = signal('');
  /** What became of the files that were imported last. */
  readonly outcomes: Signal<readonly Outcome[]> = signal<readonly Outcome[]>([]);
  readonly templates = new Loading<readonly TemplateInfo[]>(listTemplates);
  #request = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  search(query: string): void {
    this.query.value = query;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), kSearchDelay);
  }

  /** Loads the first page. The shown list stays until the answer is here. */
  async load(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.list.value.kind === 'failed') this.list.value = { kind: 'loading' };
    await this.#fetch(null, []);
  }

  async more(): Promise<void> {
    const state = this.list.value;
    if (state.kind !== 'listed' || !state.next || state.loadingMore) return;
    this.list.value = { ...state, loadingMore: true };
    await this.#fetch(state.next, state.documents);
  }

  /** Makes a document, empty or from a template, and goes there. */
  async create(from?: TemplateInfo): Promise<void> {
    if (this.busy.value) return;
    this.busy.value = true;
    this.message.value = '';
    const made = await this.#make(from ? { from: from.id } : { title: '' }, (why) => strings.home.createFailed(why));
    this.busy.value = false;
    if (made) location.assign(made.address);
  }

  /** One file opens at once; of several, the list is shown. */
  async importFiles(files: readonly File[]): Promise<void> {
    if (this.busy.value || files.length === 0) return;
    this.busy.value = true;
    this.outcomes.value = [];
    const made: DocumentInfo[] = [];
    const failures: string[] = [];
    for (const file of files) {
      this.message.value = strings.home.importing(file.name);
      const problem = formatOf(file.name) === null ? strings.home.notText
        : file.size > kLargestFile ? strings.home.tooLarge
        : null;
      if (problem) {
        failures.push(strings.home.importFailed(file.name, problem));
        continue;
      }
      const bytes = new Uint8Array(await file.arrayBuffer());
      const read = formatOf(file.name) === 'html' ? textOfPage(bytes) : textOfFile(bytes);
      if ('unread' in read) {
        failures.push(strings.home.importFailed(file.name, whyUnread(read.unread)));
        continue;
      }
      const info = await this.#make(documentFrom(file.name, read.text), (why) => strings.home.importFailed(file.name, why));
      if (info) made.push(info);
      else failures.push(this.message.value);
    }
    this.busy.value = false;
    const [only] = made;
    const changed = made.filter((document) => (document.changes ?? []).length > 0);
    if (only && made.length === 1 && failures.length === 0 && changed.length === 0) return location.assign(only.address);
    const whole = made.filter((document) => !changed.includes(document));
    this.message.value = '';
    this.outcomes.value = [
      ...failures.map((text) => ({ text, changes: [], address: null })),
      ...(whole.length > 0 ? [{ text: strings.home.imported(whole.length), changes: [], address: whole.length === 1 ? (whole[0]?.address ?? null) : null }] : []),
      ...changed.map(({ title, changes, address }) => ({ text: strings.home.importedWith(title), changes: changes ?? [], address })),
    ];
    await this.load();
  }

  async #make(document: NewDocument, failed: (why: string) => string): Promise<DocumentInfo | null> {
    try {
      return await createDocument(document);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.message.value = failed(whyNotMade(error.failure));
      return null;
    }
  }

  async #fetch(cursor: string | null, before: readonly DocumentInfo[]): Promise<void> {
    this.#request.abort();
    const request = new AbortController();
    this.#request = request;
    try {
      const page = await listDocuments(this.query.value.trim(), cursor, request.signal);
      if (request.signal.aborted) return;
      const known = new Set(before.map((document) => document.id));
      const documents = [...before, ...page.documents.filter((document) => !known.has(document.id))];
      this.list.value = { kind: 'listed', documents, next: page.next_cursor, loadingMore: false };
    } catch (error) {
      if (request.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      this.list.value = { kind: 'failed', failure: error.failure };
    }
  }
}

function whyNotMade(failure: ApiFailure): string {
  if (failure.kind === 'unreachable') return strings.home.unreachable;
  return isBusy(failure) ? strings.home.busy : failure.detail;
}

function whyUnread(file: UnreadFile): string {
  if (file.kind === 'utf16') return strings.home.brokenUtf16;
  if (file.kind === 'said') return strings.home.notAsSaid(file.encoding);
  if (file.kind === 'zero') return strings.home.zeroByte(file.line);
  return strings.home.notUtf8(`0x${file.value.toString(16).toUpperCase().padStart(2, '0')}`, file.line, file.byte);
}

function formatOf(name: string): 'markdown' | 'html' | 'text' | null {
  return kMarkdown.test(name) ? 'markdown' : kHtml.test(name) ? 'html' : kText.test(name) ? 'text' : null;
}

/** The server makes the title of the words. A file without any is called by its name. */
export function documentFrom(name: string, data: string): NewDocument {
  const content = { format: formatOf(name) ?? ('text' as const), data };
  if (data.trim() !== '') return { content };
  return { title: name.replace(/\.[^.]+$/, '').replaceAll(/[-_]+/g, ' ').slice(0, 200), content };
}
