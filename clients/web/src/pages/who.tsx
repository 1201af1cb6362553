import type { JSX } from 'preact';
import { WhoMenu } from '../ui/who-menu.tsx';
import { leave, me } from './whoami.ts';

/** The menu of the reader of this page, once it is known who that is. */
export function Who({ compact = false }: { readonly compact?: boolean }): JSX.Element | null {
  return me.value && <WhoMenu me={me.value} onLeave={leave} compact={compact} />;
}
