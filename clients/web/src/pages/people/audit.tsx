import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { listAudit } from '../../api/access.ts';
import { changedWhen, fullDate } from '../../words/dates.ts';
import { strings } from '../../words/strings.ts';
import { MoreOf, WhenLoaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { deedOf } from '../audit-words.ts';
import { PagedLoading } from '../loading.ts';

const words = strings.administration;

export function AuditPart(): JSX.Element {
  const list = useMemo(() => new PagedLoading((cursor) => listAudit(null, cursor)), []);
  useEffect(() => void list.pages.load(), []);
  const now = Date.now();
  return (
    <Section title={words.parts.audit} text={words.auditText}>
      <WhenLoaded of={list.pages}>
        {({ items }) =>
          items.length > 0 ? (
            <ol class="rows audit">
              {items.map((entry) => (
                <li class="row" key={entry.id}>
                  <p class="row-main">
                    <span dir="auto">{deedOf(entry)}</span>
                    {entry.document && <a href={`/d/${encodeURIComponent(entry.document)}`}>{entry.document}</a>}
                    <span class="row-note">
                      {words.by(entry.by_name || entry.by || words.server)} ·{' '}
                      <time dateTime={entry.at} title={fullDate(entry.at) ?? undefined}>
                        {changedWhen(entry.at, now)}
                      </time>
                    </span>
                  </p>
                </li>
              ))}
            </ol>
          ) : (
            <p>{words.noAudit}</p>
          )
        }
      </WhenLoaded>
      <MoreOf list={list} />
    </Section>
  );
}
