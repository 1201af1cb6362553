// Every op of the crash test carries a marker of its own. What the log must say about them.
const MARKER = /⟦[^⟧]*⟧/gu;

/** All markers in op frames, with how often each occurs. Deletions name no marker that counts. */
export function countMarkers(history) {
  const counts = new Map();
  for (const frame of history) {
    for (const marker of insertedMarkers(frame)) counts.set(marker, (counts.get(marker) ?? 0) + 1);
  }
  return counts;
}

function insertedMarkers(frame) {
  const components = Array.isArray(frame.op) ? frame.op : (frame.op?.ops ?? []);
  // Only inserts count: a json0 deletion carries the deleted value along.
  const inserted = components.map((component) => component.insert ?? component.li).filter((value) => typeof value === 'string');
  return inserted.flatMap((text) => text.match(MARKER) ?? []);
}

/** What is wrong with a log, in words: acknowledged markers that are missing, and any that occur twice. */
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
