// Follows every character of a rich text by identity: the slow and sure way to know where a range is.

/**
 * Text typed between two characters of a range belongs to it, text typed at its edges does not.
 * `history`: op frames from version 0 on; `anchors`: ranges {version, index, length}. Answers a map from each anchor to
 * {index, length} at the head, or to null if none of its characters is left.
 */
export function follow(history, anchors) {
  const begun = new Map();
  for (const anchor of anchors) begun.set(anchor.version, [...(begun.get(anchor.version) ?? []), anchor]);
  const members = new Map();
  let characters = [];
  let next = 0;
  const fresh = (length) => Array.from({ length }, () => next++);
  const lengthOf = (insert) => (typeof insert === 'string' ? insert.length : 1);
  const begin = (version) => {
    for (const anchor of begun.get(version) ?? []) {
      members.set(anchor, new Set(characters.slice(anchor.index, anchor.index + anchor.length)));
    }
  };
  history.forEach((frame, version) => {
    begin(version);
    if (frame.create) characters = (frame.create.data.ops ?? frame.create.data).flatMap(({ insert }) => fresh(lengthOf(insert)));
    else if (frame.op) characters = apply(characters, frame.op.ops ?? frame.op, (insert, before, after) => {
      const added = fresh(lengthOf(insert));
      for (const range of members.values()) {
        if (range.has(before) && range.has(after)) added.forEach((identity) => range.add(identity));
      }
      return added;
    });
  });
  begin(history.length);

  const places = new Map(characters.map((identity, index) => [identity, index]));
  return new Map([...members].map(([anchor, identities]) => {
    const left = [...identities].map((identity) => places.get(identity)).filter((index) => index !== undefined);
    left.sort((a, b) => a - b);
    if (left.length === 0) return [anchor, null];
    return [anchor, { index: left[0], length: left.at(-1) - left[0] + 1 }];
  }));
}

function apply(characters, op, insert) {
  const result = [];
  let at = 0;
  for (const component of op) {
    if (component.insert !== undefined) {
      // Beside what stood there before the operation, whatever it has inserted there already.
      for (const identity of insert(component.insert, characters[at - 1], characters[at])) result.push(identity);
    } else if (component.delete !== undefined) {
      at += component.delete;
    } else {
      for (const end = at + component.retain; at < end; at++) result.push(characters[at]);
    }
  }
  for (; at < characters.length; at++) result.push(characters[at]);
  return result;
}
