/** A document's properties, as far as its page shows them. */
export interface Properties {
  /** Null if the document has none. */
  readonly title: string | null;
  /** The server's store takes no writes at the moment. */
  readonly readOnly: boolean;
}

/** The properties in one of our own frames; null if the frame is ours and holds none; undefined if it is not ours. */
export function propertiesIn(frame: unknown, collection: string, id: string): Properties | null | undefined {
  if (typeof frame !== 'object' || frame === null) return undefined;
  const { a, c, d, properties } = frame as Readonly<Record<string, unknown>>;
  if (a !== 'watch' && a !== 'properties' && a !== 'unwatch') return undefined;
  if (c !== collection || d !== id || typeof properties !== 'object' || properties === null) return null;
  const { title, read_only } = properties as Readonly<Record<string, unknown>>;
  return { title: typeof title === 'string' ? title : null, readOnly: read_only === true };
}
