import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/source-serif-4/wght.css';
import '@fontsource-variable/source-serif-4/wght-italic.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/home.css';
import './styles/editor.css';
import './styles/paper.css';
import './styles/threads.css';
import './styles/print.css';
import { render } from 'preact';
import { keepShell } from './device/offline-shell.ts';

/** The list of documents does not load the editor. */
async function start(root: HTMLElement): Promise<void> {
  const id = /^\/d\/([^/]+)\/?$/.exec(location.pathname)?.[1];
  if (id === undefined) {
    const { HomePage } = await import('./pages/home.tsx');
    render(<HomePage />, root);
  } else {
    const { EditorPage } = await import('./pages/editor.tsx');
    render(<EditorPage id={decodeURIComponent(id)} />, root);
  }
}

const root = document.getElementById('app');
if (root) void start(root).then(keepShell);
