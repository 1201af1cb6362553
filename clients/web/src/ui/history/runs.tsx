import type { ComponentChild, JSX } from 'preact';
import { createContext, Fragment } from 'preact';
import { useContext, useState } from 'preact/hooks';
import type { Run } from '../../history/blocks.ts';
import type { Picture } from '../../text/pictures.ts';
import { kSoftBreak } from '../../text/soft-break.ts';
import { historyWords } from '../../words/history.ts';
import { strings } from '../../words/strings.ts';

const words = historyWords.text;

/** The address under which the pictures of the paper are. */
export const PicturesHome = createContext('');

function PictureView({ picture: { hash, alt, width, height } }: { readonly picture: Picture }): JSX.Element {
  const address = `${useContext(PicturesHome)}/${hash}`;
  const [missing, setMissing] = useState(false);
  return (
    <span class="paper-picture" data-embed>
      <span class={missing ? 'picture-frame is-missing' : 'picture-frame'}>
        {missing ? (
          <span class="picture-lost">{strings.pictures.missing(alt ?? '')}</span>
        ) : (
          <a href={address} target="_blank" rel="noopener" aria-label={alt ? undefined : strings.pictures.open}>
            <img
              src={`${address}?for=screen`}
              alt={alt ?? strings.pictures.undescribed}
              width={width ?? undefined}
              height={height ?? undefined}
              loading="lazy"
              onError={() => setMissing(true)}
            />
          </a>
        )}
      </span>
    </span>
  );
}

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

/** A break keeps its character in the page, without any size: places in the text are counted in characters. */
function brokenText(text: string): ComponentChild {
  if (!text.includes(kSoftBreak)) return text;
  return text.split(kSoftBreak).map((part, at) =>
    at === 0 ? (
      part
    ) : (
      <Fragment key={at}>
        <span class="break-sign">{kSoftBreak}</span>
        <br />
        {part}
      </Fragment>
    ),
  );
}

/** Words in their formats. Addresses have passed the border: whatever must not be followed is no link any more. */
export function RunView({ run }: { readonly run: Run }): JSX.Element {
  const { bold, italic, underline, strike, code, script, link } = run.formats;
  let inner: ComponentChild = run.picture ? <PictureView picture={run.picture} /> : run.embed ? <Embed kind={run.embed} /> : brokenText(run.text);
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
  return run.isOutside ? <span data-outside>{inner}</span> : <>{inner}</>;
}
