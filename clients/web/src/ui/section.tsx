import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';

interface SectionProps {
  readonly title: string;
  readonly text?: string;
  readonly children: ComponentChildren;
}

/** A part of a page under its own heading. */
export function Section({ title, text, children }: SectionProps): JSX.Element {
  const heading = useId();
  return (
    <section class="part" aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      {text && <p class="aside">{text}</p>}
      {children}
    </section>
  );
}
