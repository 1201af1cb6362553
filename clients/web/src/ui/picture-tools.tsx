import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PictureSpot, UploadSpot } from '../editor/pictures/contract.ts';
import { widthOf } from '../editor/pictures/pictures.ts';
import type { Pictures, Width } from '../editor/pictures/pictures.ts';
import { strings } from '../words/strings.ts';
import { Icon } from './icons.tsx';

const words = strings.pictures;
const kWidths: readonly Width[] = ['small', 'medium', 'full'];
/** A picture of that height has room for the question on itself, so that its caption stays free. */
const kRoomy = 180;
const px = (value: number): string => `${Math.round(value)}px`;

interface ToolsProps {
  readonly spot: PictureSpot;
  readonly pictures: Pictures;
}

/** What can be done to the picture that one is at. */
export function PictureTools({ spot, pictures }: ToolsProps): JSX.Element {
  const { box, shown, id } = spot;
  return (
    <>
      {shown !== 'asked' && (
        <div class="picture-outline" aria-hidden="true" style={{ left: px(box.left), top: px(box.top), width: px(box.width), height: px(box.height) }} />
      )}
      {shown !== 'selected' && <Bubble key={`${id}/${shown}`} spot={spot} pictures={pictures} />}
    </>
  );
}

/** Puts an element there, or as near as it fits into the paper. */
function place(element: HTMLElement, left: number, top: number): void {
  const most = (element.offsetParent?.clientWidth ?? window.innerWidth) - element.offsetWidth - 8;
  element.style.left = px(Math.max(8, Math.min(left, most)));
  element.style.top = px(top);
}

function Bubble({ spot, pictures }: ToolsProps): JSX.Element {
  const bubble = useRef<HTMLDivElement>(null);
  const { box, shown } = spot;
  useLayoutEffect(() => {
    const element = bubble.current;
    if (!element) return;
    const isInside = shown === 'asked' && box.height >= kRoomy;
    place(element, box.left + (isInside ? 8 : 0), box.top + box.height + (isInside ? -element.offsetHeight - 8 : 6));
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    pictures.close(true);
  };
  return (
    <div ref={bubble} class="picture-tools" role="dialog" aria-label={words.tools} onKeyDown={onKeyDown}>
      <Description spot={spot} pictures={pictures} />
      {shown === 'open' && <Buttons spot={spot} pictures={pictures} />}
    </div>
  );
}

/** The alternative text. What is typed there is the paper's as soon as one leaves the field. */
function Description({ spot: { alt, shown, focus }, pictures }: ToolsProps): JSX.Element {
  const [text, setText] = useState(alt ?? '');
  const typed = useRef<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focus > 0) field.current?.select();
  }, [focus]);
  // What another person says of it is shown unless one is writing.
  useEffect(() => {
    if (typed.current === null) setText(alt ?? '');
  }, [alt]);
  const keep = (): void => {
    const said = typed.current?.trim();
    typed.current = null;
    if (said !== undefined && said !== (alt ?? '')) pictures.describe(said === '' ? null : said);
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    keep();
    pictures.answered();
  };
  const decorate = (isDecoration: boolean): void => {
    typed.current = null;
    setText('');
    pictures.describe(isDecoration ? '' : null);
    if (shown === 'asked') pictures.answered();
  };
  return (
    <form class="picture-description" onSubmit={submit}>
      <label class="field">
        <span>{words.alt}</span>
        <input
          ref={field}
          type="text"
          dir="auto"
          maxLength={1000}
          placeholder={words.altHint}
          value={text}
          onInput={(event) => {
            typed.current = event.currentTarget.value;
            setText(event.currentTarget.value);
          }}
          onBlur={keep}
        />
      </label>
      <div class="picture-row">
        <label class="picture-check">
          <input type="checkbox" checked={alt === ''} onChange={(event) => decorate(event.currentTarget.checked)} />
          <span>{words.decorative}</span>
        </label>
        {shown === 'asked' && (
          <button type="button" class="button quiet" onClick={() => pictures.close(true)}>
            {words.later}
          </button>
        )}
        <button type="submit" class="button primary">
          {words.done}
        </button>
      </div>
    </form>
  );
}

function Buttons({ spot: { width, natural, address }, pictures }: ToolsProps): JSX.Element {
  return (
    <div class="picture-row picture-buttons">
      <div class="picture-widths" role="group" aria-label={words.width}>
        {kWidths.map((wanted) => (
          <button key={wanted} type="button" class="button quiet" aria-pressed={width === widthOf(wanted, natural)} onClick={() => pictures.resize(wanted)}>
            {words.widths[wanted]}
          </button>
        ))}
      </div>
      <a class="button quiet" href={address} target="_blank" rel="noopener">
        {words.openFull}
      </a>
      <button type="button" class="button quiet is-danger" onClick={() => pictures.remove()}>
        {words.remove}
      </button>
    </div>
  );
}

interface UploadsProps {
  readonly uploads: readonly UploadSpot[];
  readonly onAgain: (id: number) => void;
  readonly onGiveUp: (id: number) => void;
}

/** Pictures on their way, where they will stand. Those for one place are below each other. */
export function UploadSigns({ uploads, onAgain, onGiveUp }: UploadsProps): JSX.Element {
  const places = new Map<string, UploadSpot[]>();
  for (const upload of uploads) {
    const place = `${Math.round(upload.left)}/${Math.round(upload.top)}`;
    const there = places.get(place);
    if (there) there.push(upload);
    else places.set(place, [upload]);
  }
  return (
    <div role="status" aria-label={words.uploads}>
      {[...places.values()].map((there) => (
        <SignsAtPlace key={there[0]?.id} uploads={there} onAgain={onAgain} onGiveUp={onGiveUp} />
      ))}
    </div>
  );
}

function SignsAtPlace({ uploads, onAgain, onGiveUp }: UploadsProps): JSX.Element {
  const list = useRef<HTMLUListElement>(null);
  const [first] = uploads;
  useLayoutEffect(() => {
    if (list.current && first) place(list.current, first.left, first.top + 4);
  });
  return (
    <ul ref={list} class="picture-uploads">
      {uploads.map((upload) => (
        <UploadSign key={upload.id} upload={upload} onAgain={onAgain} onGiveUp={onGiveUp} />
      ))}
    </ul>
  );
}

const kShort = 40;

function UploadSign({ upload: { id, name, state, why }, onAgain, onGiveUp }: Omit<UploadsProps, 'uploads'> & { readonly upload: UploadSpot }): JSX.Element {
  const short = name.length > kShort ? `${name.slice(0, kShort - 12)}…${name.slice(-11)}` : name;
  const said = state === 'failed' ? words.failed(short, why) : words[state](short);
  return (
    <li class={state === 'failed' ? 'picture-upload is-failed' : 'picture-upload'}>
      {state === 'sending' && <span class="picture-working" aria-hidden="true" />}
      <span>{said}</span>
      {(state === 'failed' || state === 'waiting') && (
        <button type="button" class="button quiet" onClick={() => onAgain(id)}>
          {words.again}
        </button>
      )}
      <button type="button" class="icon-button" aria-label={words.giveUp(short)} title={words.giveUp(short)} onClick={() => onGiveUp(id)}>
        <Icon name="close" />
      </button>
    </li>
  );
}
