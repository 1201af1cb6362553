import type { Role } from './roles.ts';
import { jsonBody, kApi, kBase, request } from './request.ts';

/** The HTTP API of the server, as far as the client needs it. */
export interface DocumentInfo {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly address: string;
  readonly role?: Role;
  /** Names of the people who have it open. Absent for a reader without the right to see them. */
  readonly people?: readonly string[];
  /** Listed in the gallery; its frozen parts may be changed. */
  readonly template?: boolean;
  /** What a template is for, one line. */
  readonly about?: string;
  /** The template from which it was made. */
  readonly from_template?: string | null;
  /** Its frozen parts hold. */
  readonly frozen?: boolean;
  /** Limits of the whole paper. */
  readonly words_max?: number | null;
  readonly pages_max?: number | null;
  /** In the answer to a creation: sentences that say what of the source was changed or left out. */
  readonly changes?: readonly string[];
}

export interface DocumentPage {
  readonly documents: readonly DocumentInfo[];
  readonly next_cursor: string | null;
}

export interface NewDocument {
  /** Left out: the server makes one of the content. */
  readonly title?: string;
  readonly content?: { readonly format: 'markdown' | 'html' | 'text'; readonly data: string };
  /** The id of a paper or of a built-in template, whose content it begins with. */
  readonly from?: string;
}

export interface TemplateInfo {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly built_in: boolean;
  readonly words_max: number | null;
  readonly pages_max: number | null;
}

/** What an owner changes of a paper's template. */
export type TemplateChange = Partial<Pick<DocumentInfo, 'template' | 'about' | 'frozen' | 'words_max' | 'pages_max'>>;

export function listDocuments(query: string, cursor: string | null, signal: AbortSignal): Promise<DocumentPage> {
  const parameters = new URLSearchParams({ limit: '50' });
  if (query) parameters.set('query', query);
  if (cursor) parameters.set('cursor', cursor);
  return request<DocumentPage>(`${kBase}?${parameters}`, { signal });
}

export function documentInfo(id: string): Promise<DocumentInfo> {
  return request<DocumentInfo>(`${kBase}/${encodeURIComponent(id)}`);
}

export function createDocument(document: NewDocument): Promise<DocumentInfo> {
  return request<DocumentInfo>(kBase, jsonBody('POST', document));
}

/** The templates that I may read, the built-in ones first. */
export async function listTemplates(): Promise<readonly TemplateInfo[]> {
  return (await request<{ readonly templates: readonly TemplateInfo[] }>(`${kApi}/templates`)).templates;
}

export function changeTemplate(id: string, change: TemplateChange): Promise<DocumentInfo> {
  return request<DocumentInfo>(`${kBase}/${encodeURIComponent(id)}`, jsonBody('PATCH', change));
}

export function renameDocument(id: string, title: string): Promise<DocumentInfo> {
  return request<DocumentInfo>(`${kBase}/${encodeURIComponent(id)}`, jsonBody('PATCH', { title }));
}
