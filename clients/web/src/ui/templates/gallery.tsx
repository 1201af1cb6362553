import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { TemplateInfo } from '../../api/documents.ts';
import { strings } from '../../words/strings.ts';
import { Dialog } from '../dialog.tsx';
import { WhenLoaded } from '../loaded.tsx';
import type { Loadable } from '../loaded.tsx';

const words = strings.templates;

interface GalleryProps {
  readonly templates: Loadable<readonly TemplateInfo[]>;
  readonly busy: boolean;
  /** Why the last attempt went wrong; empty if it did not. */
  readonly problem: string;
  readonly onStart: (template: TemplateInfo) => void;
  readonly onClose: () => void;
}

/** All templates as cards; pressing one makes a document. */
export function Gallery({ templates, busy, problem, onStart, onClose }: GalleryProps): JSX.Element {
  useEffect(() => void templates.load(), [templates]);
  return (
    <Dialog title={words.gallery} onClose={onClose}>
      <div role="alert">{problem && <p class="problem">{problem}</p>}</div>
      <WhenLoaded of={templates}>
        {(all) =>
          all.length === 0 ? (
            <p>{words.empty}</p>
          ) : (
            <ul class="gallery">
              {all.map((template) => (
                <li key={template.id}>
                  <Card template={template} busy={busy} onStart={() => onStart(template)} />
                </li>
              ))}
            </ul>
          )
        }
      </WhenLoaded>
    </Dialog>
  );
}

function Card({ template, busy, onStart }: { readonly template: TemplateInfo; readonly busy: boolean; readonly onStart: () => void }): JSX.Element {
  const { title, about, built_in, words_max, pages_max } = template;
  const note = [built_in ? words.builtIn : '', words.limits(words_max, pages_max)].filter(Boolean).join(' · ');
  return (
    <button type="button" class="template-card" aria-disabled={busy} onClick={() => !busy && onStart()}>
      <span class="template-title" dir="auto">
        {title || words.untitled}
      </span>
      {about && (
        <span class="template-about" dir="auto">
          {about}
        </span>
      )}
      {note && <span class="template-note">{note}</span>}
    </button>
  );
}
