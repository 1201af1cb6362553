import '../styles/pages.css';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { strings } from '../words/strings.ts';
import { Who } from './who.tsx';

function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${strings.product}`;
  }, [title]);
}

interface FrameProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

/** A page with one thing to do, before log-in. */
export function Gate({ title, children }: FrameProps): JSX.Element {
  useTitle(title);
  return (
    <div class="gate">
      <header class="mark">
        <img src="/plenary.svg" alt="" width="28" height="28" />
        {strings.product}
      </header>
      <main class="gate-body">
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  );
}

/** A page after log-in, with the menu of the account. */
export function Frame({ title, children }: FrameProps): JSX.Element {
  useTitle(title);
  return (
    <div class="framed">
      <header class="home-head">
        <a class="mark" href="/">
          <img src="/plenary.svg" alt="" width="28" height="28" />
          {strings.product}
        </a>
        <Who />
      </header>
      <main>
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  );
}
