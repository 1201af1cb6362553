// Imports in the web client: no module is part of a circle, and each room imports only from the rooms below it.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, test } from 'node:test';

const kSource = new URL('../../../clients/web/src/', import.meta.url).pathname;

interface Import {
  readonly from: string;
  readonly to: string;
  /** Only types are taken: nothing of the other module runs. */
  readonly typesOnly: boolean;
}

/** The room of a module: its first folder, or "" for a module at the top. */
const roomOf = (module: string): string => (module.includes('/') ? (module.split('/')[0] ?? '') : '');

/** The rooms from which each room may import, besides itself. A room may be imported for its types alone. */
const kMayKnow: Readonly<Record<string, readonly string[]>> = {
  text: [],
  'addresses.ts': [],
  api: ['history (types)', 'threads (types)'],
  words: [],
  sync: ['text'],
  threads: ['sync', 'text'],
  history: ['text', 'words'],
  device: ['api (types)', 'sync', 'text', 'threads'],
  editor: ['sync', 'text', 'words'],
  ui: ['addresses.ts', 'api (types)', 'api/failure.ts', 'api/roles.ts', 'editor', 'history', 'sync', 'text', 'threads', 'words'],
  pages: ['addresses.ts', 'api', 'device', 'editor', 'history', 'sync', 'text', 'threads', 'ui', 'words'],
  'routes.ts': ['pages'],
  'main.tsx': ['device', 'pages', 'routes.ts'],
};

/** The imports in a module's text, dynamic ones included. Styles and packages are none. */
function importsIn(module: string, text: string): readonly Import[] {
  const found: Import[] = [];
  for (const [, keyword = '', address = ''] of text.matchAll(/\b(import type|export type|import|export)\b[^;'"]*?['"](\.[^'"]+\.tsx?)['"]/g)) {
    found.push({ from: module, to: normalize(join(dirname(module), address)), typesOnly: keyword.endsWith('type') });
  }
  return found;
}

function modulesOf(folder: string): ReadonlyMap<string, readonly Import[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
  return new Map(files.map((file) => [file, importsIn(file, readFileSync(join(folder, file), 'utf8'))]));
}

/** The first circle that is met, as the modules along it; null if there is none. Imports of types count. */
function circleIn(modules: ReadonlyMap<string, readonly Import[]>): readonly string[] | null {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (module: string): readonly string[] | null => {
    if (path.includes(module)) return [...path.slice(path.indexOf(module)), module];
    if (done.has(module)) return null;
    path.push(module);
    for (const { to } of modules.get(module) ?? []) {
      const circle = visit(to);
      if (circle) return circle;
    }
    path.pop();
    done.add(module);
    return null;
  };
  for (const module of modules.keys()) {
    const circle = visit(module);
    if (circle) return circle;
  }
  return null;
}

/** Whether the rules let a module know another. */
function isAllowed({ from, to, typesOnly }: Import): boolean {
  const room = roomOf(to);
  if (room !== '' && room === roomOf(from)) return true;
  const known = kMayKnow[roomOf(from) || from];
  assert.ok(known, `${from} is in no room that has a rule`);
  return known.includes(to) || (room !== '' && known.includes(room)) || (typesOnly && known.includes(`${room} (types)`));
}

describe('imports of the web client', () => {
  const modules = modulesOf(kSource);

  test('no module is part of a circle', () => {
    assert.equal(circleIn(modules)?.join(' -> ') ?? 'none', 'none');
  });

  test('each room knows only what lies below it', () => {
    const all = [...modules.values()].flat();
    assert.ok(all.length > 500, 'imports were found');
    assert.deepEqual(all.filter((found) => !isAllowed(found)).map(({ from, to }) => `${from} -> ${to}`), []);
  });

  test('the rules themselves have no circle', () => {
    const rules = Object.entries(kMayKnow).map(([room, known]) => {
      const below = known.filter((one) => !one.endsWith('(types)') && !one.includes('/'));
      return [room, below.map((to): Import => ({ from: room, to, typesOnly: false }))] as const;
    });
    assert.equal(circleIn(new Map(rules))?.join(' -> ') ?? 'none', 'none');
  });

  test('a circle, a circle of types and a forbidden import are found', () => {
    const made = (texts: Readonly<Record<string, string>>) =>
      new Map(Object.entries(texts).map(([module, text]) => [module, importsIn(module, text)]));
    const circle = made({
      'ui/a.tsx': "import type { B } from './b.tsx';",
      'ui/b.tsx': "const later = () => import('./c.tsx');",
      'ui/c.tsx': "import {\n  type A,\n} from './a.tsx';",
    });
    assert.deepEqual(circleIn(circle), ['ui/a.tsx', 'ui/b.tsx', 'ui/c.tsx', 'ui/a.tsx']);
    const allowed = (module: string, text: string): boolean => importsIn(module, text).every(isAllowed);
    assert.equal(allowed('ui/people.tsx', "import type { Model } from '../pages/model.ts';"), false);
    assert.equal(allowed('threads/book.ts', "import { Card } from '../ui/card.tsx';"), false);
    assert.equal(allowed('ui/share/links.tsx', "import { makeLink } from '../../api/access.ts';"), false);
    assert.equal(allowed('ui/share/links.tsx', "import type { ShareLink } from '../../api/access.ts';"), true);
    assert.equal(allowed('pages/home.tsx', "import { Icon } from '../ui/icons.tsx';"), true);
  });
});
