import { limitIn } from '../text/template-marks.ts';

/** What a document says of itself as a template, and as one that is made from a template. */
export interface TemplateSettings {
  readonly isTemplate: boolean;
  /** What the template is for, one line. */
  readonly about: string;
  readonly fromTemplate: boolean;
  /** Its frozen parts hold, unless it is a template. */
  readonly frozen: boolean;
  /** Limits of the whole paper. */
  readonly wordsMax: number | null;
  readonly pagesMax: number | null;
}

/** A document's properties, as far as its page shows them. */
export interface Properties {
  /** Null if the document has none. */
  readonly title: string | null;
  /** The server's store takes no writes at the moment. */
  readonly readOnly: boolean;
  readonly settings: TemplateSettings;
}

/** The properties in one of our own frames; null if the frame is ours and holds none; undefined if it is not ours. */
export function propertiesIn(frame: unknown, collection: string, id: string): Properties | null | undefined {
  if (typeof frame !== 'object' || frame === null) return undefined;
  const { a, c, d, properties } = frame as Readonly<Record<string, unknown>>;
  if (a !== 'watch' && a !== 'properties' && a !== 'unwatch') return undefined;
  if (c !== collection || d !== id || typeof properties !== 'object' || properties === null) return null;
  const { title, read_only } = properties as Readonly<Record<string, unknown>>;
  return { title: typeof title === 'string' ? title : null, readOnly: read_only === true, settings: settingsIn(properties) };
}

/** As the server names them, in a frame and in its HTTP API. */
export function settingsIn(properties: object): TemplateSettings {
  const { template, about, frozen, from_template, words_max, pages_max } = properties as Readonly<Record<string, unknown>>;
  return {
    isTemplate: template === true,
    about: typeof about === 'string' ? about : '',
    fromTemplate: typeof from_template === 'string' && from_template !== '',
    frozen: frozen === true,
    wordsMax: limitIn(words_max) ?? null,
    pagesMax: limitIn(pages_max) ?? null,
  };
}
