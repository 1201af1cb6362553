// Every op of the crash test carries a marker of its own: {marker} as an embed or a list item, which nothing can cut
// in two (text would be, by an insert in its middle before it is sent). What the log must say about them.

/** All markers that op frames insert, with how often each occurs. */
export function countMarkers(history) {
  const counts = new Map();
  for (const frame of history) {
    const components = Array.isArray(frame.op) ? frame.op : (frame.op?.ops ?? []);
    for (const component of components) {
      // Only inserts count: a json0 deletion carries the deleted value along.
      const marker = (component.insert ?? component.li)?.marker;
      if (marker !== undefined) counts.set(marker, (counts.get(marker) ?? 0) + 1);
    }
  }
  return counts;
}

/** The faults of a log, in words: acknowledged markers that are missing, and markers that occur twice. */
export function audit(history, acknowledged) {
  const counts = countMarkers(history);
  const lost = [...acknowledged].filter((marker) => !counts.has(marker));
  const doubled = [...counts].filter(([, count]) => count > 1).map(([marker]) => marker);
  const problems = [];
  if (lost.length) problems.push(`${lost.length} acknowledged ops lost: ${lost.slice(0, 5)}`);
  if (doubled.length) problems.push(`${doubled.length} ops doubled: ${doubled.slice(0, 5)}`);
  history.forEach((frame, version) => {
    if (frame.v !== version) problems.push(`version ${version} is missing (found ${frame.v})`);
  });
  return problems.slice(0, 5);
}
