import type { ComponentChild, JSX } from 'preact';
import type { Run } from '../../history/blocks.ts';
import { historyWords } from '../../words/history.ts';

const words = historyWords.text;

function Embed({ kind }: { readonly kind: NonNullable<Run['embed']> }): JSX.Element | null {
  if (kind === 'cell') return null;
  if (kind === 'note' || kind === 'note-end') {
    return (
      <span class="note-sign" data-outside={kind === 'note' ? '' : undefined} data-embed={kind === 'note-end' ? '' : undefined}>
        {words[kind]}
      </span>
    );
  }
  return (
    <span class="unknown-embed" data-embed>
      {words[kind]}
    </span>
  );
}

/** Words in their formats. Addresses have passed the border: whatever must not be followed is no link any more. */
export function RunView({ run }: { readonly run: Run }): JSX.Element {
  const { bold, italic, underline, strike, code, script, link } = run.formats;
  let inner: ComponentChild = run.embed ? <Embed kind={run.embed} /> : run.text;
  if (code) inner = <code>{inner}</code>;
  if (script === 'sub') inner = <sub>{inner}</sub>;
  if (script === 'super') inner = <sup>{inner}</sup>;
  if (strike) inner = <s>{inner}</s>;
  if (underline) inner = <u>{inner}</u>;
  if (italic) inner = <em>{inner}</em>;
  if (bold) inner = <strong>{inner}</strong>;
  if (typeof link === 'string') {
    inner = (
      <a href={link} target="_blank" rel="noopener noreferrer nofollow">
        {inner}
      </a>
    );
  }
  return <>{inner}</>;
}
