/** The title in one of our own frames; null if the frame is ours and holds none; undefined if it is not ours. */
export function titleIn(frame: unknown, collection: string, id: string): string | null | undefined {
  if (typeof frame !== 'object' || frame === null) return undefined;
  const { a, c, d, properties } = frame as Readonly<Record<string, unknown>>;
  if (a !== 'watch' && a !== 'properties' && a !== 'unwatch') return undefined;
  if (c !== collection || d !== id || typeof properties !== 'object' || properties === null) return null;
  const { title } = properties as Readonly<Record<string, unknown>>;
  return typeof title === 'string' ? title : null;
}
