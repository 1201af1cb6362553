/** The view of the history page that its address names. */
export interface Place {
  /** Null: no difference, only the version `to`. */
  readonly from: number | null;
  /** Null: the newest. */
  readonly to: number | null;
  /** Only the work of one author, or of one group. */
  readonly by: string | null;
  readonly group: string | null;
  /** Changes in one section only: 0 before the first heading, else the heading's number. */
  readonly section: number | null;
  /** The selected change, counted from 1. */
  readonly change: number | null;
  /** Authors (or groups) whose changes are faded. */
  readonly faded: readonly string[];
  readonly colours: 'people' | 'groups';
}

export const kStart: Place = {
  from: null, to: null, by: null, group: null, section: null, change: null, faded: [], colours: 'people',
};

function count(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** Anything may stand in an address: what makes no sense is left out, and two versions in the wrong order are turned. */
export function readPlace(search: string): Place {
  const query = new URLSearchParams(search);
  const [one, other] = [count(query.get('from')), count(query.get('to'))];
  const turned = one !== null && other !== null && one > other;
  const change = count(query.get('change'));
  return {
    from: turned ? other : one,
    to: turned ? one : other,
    by: query.get('by') || null,
    group: query.get('by') ? null : query.get('group') || null,
    section: count(query.get('section')),
    change: change === 0 ? null : change,
    faded: query.getAll('fade').filter(Boolean),
    colours: query.get('colours') === 'groups' ? 'groups' : 'people',
  };
}

/** The query of an address, "?from=1&to=2" or nothing. */
export function searchOf(place: Place): string {
  const query = new URLSearchParams();
  for (const key of ['from', 'to', 'by', 'group', 'section', 'change'] as const) {
    const value = place[key];
    if (value !== null) query.set(key, String(value));
  }
  for (const id of place.faded) query.append('fade', id);
  if (place.colours === 'groups') query.set('colours', 'groups');
  const text = query.toString();
  return text && `?${text}`;
}
