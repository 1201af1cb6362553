import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/source-serif-4/wght.css';
import '@fontsource-variable/source-serif-4/wght-italic.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/forms.css';
import './styles/home.css';
import './styles/editor.css';
import './styles/outline.css';
import './styles/paper.css';
import './styles/tables.css';
import './styles/notes.css';
import './styles/pictures.css';
import './styles/templates.css';
import './styles/threads.css';
import './styles/print.css';
import { render } from 'preact';
import { keepShell } from './device/offline-shell.ts';
import { knowMe } from './pages/whoami.ts';
import { historyPage, pageAt } from './routes.ts';

/** Loads only the code of the page at this address, and asks meanwhile who the reader is. */
async function start(root: HTMLElement): Promise<void> {
  const known = knowMe();
  const [, id, history] = /^\/d\/([^/]+)(\/history)?\/?$/.exec(location.pathname) ?? [];
  if (id !== undefined) {
    const Page = history ? await historyPage() : (await import('./pages/editor/editor.tsx')).EditorPage;
    render(<Page id={decodeURIComponent(id)} />, root);
    return;
  }
  const other = pageAt(location.pathname);
  const [Page] = await Promise.all([other ? other() : import('./pages/home.tsx').then(({ HomePage }) => HomePage), known]);
  render(<Page />, root);
}

const root = document.getElementById('app');
if (root) void start(root).then(keepShell);
