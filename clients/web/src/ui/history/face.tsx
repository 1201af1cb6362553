import type { JSX } from 'preact';
import type { Cast, Figure } from '../../history/cast.ts';

/** An author (or a group) as initials on their hue. */
export function FigureFace({ figure }: { readonly figure: Figure }): JSX.Element {
  return (
    <span class="face" data-author={figure.hue} aria-hidden="true">
      {figure.short}
    </span>
  );
}

/** The figure whose colour an author's work has: the author, or the author's first group. */
export function colouredAs(figure: Figure, colours: 'people' | 'groups', cast: Cast): Figure {
  const [group] = figure.groups;
  return colours === 'groups' && group !== undefined ? cast.group(group) : figure;
}
