import type { ComponentChild, JSX } from 'preact';
import type { Run } from '../../history/blocks.ts';
import { historyWords } from '../../words/history.ts';

const words = historyWords.text;

function Embed({ kind }: { readonly kind: 'picture' | 'other' }): JSX.Element {
  return (
    <span class="unknown-embed" data-embed>
      {words[kind]}
    </span>
  );
}

/** Words in their formats. Addresses have passed the border: whatever must not be followed is no link any more. */
export function RunView({ run }: { readonly run: Run }): JSX.Element {
  const { bold, italic, underline, strike, code, script, link } = run.formats;
  let inner: ComponentChild = run.text;
  if (run.embed === 'note') inner = <sup class="note-mark" role="note" data-embed title={run.words} aria-label={run.words} />;
  else if (run.embed) inner = <Embed kind={run.embed === 'picture' ? 'picture' : 'other'} />;
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
