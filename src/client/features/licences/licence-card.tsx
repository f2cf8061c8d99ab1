/** A licence card: the key, how to use it, and then its dates. */
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import type { CalendarDate } from '#shared/dates.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { LicenceKey } from './key/licence-key.tsx';
import { ReplaceKey } from './key/replace-key.tsx';
import { SameKey } from './key/same-key.tsx';
import { UpdatedKey } from './key/updated-key.tsx';
import { UseIt } from './key/use-it.tsx';
import { LicenceFacts } from './licence-facts.tsx';
import { stateWordOf, useStateSentence } from './state/licence-state.ts';
import { sentenceAnchor } from './state/state-anchors.ts';
import { StateBadge } from './state/state-badge.tsx';
import { LicenceTimeline } from './timeline/licence-timeline.tsx';

interface LicenceCardProps {
  licence: LicenceView;
  today: CalendarDate;
  /** Distinguishes the licence from the customer's others; null if it is the only one. */
  name: string | null;
  /** URL of the page in the product where the key is entered; undefined until it is known. */
  url: string | undefined;
}

export function LicenceCard({ licence, today, name, url }: LicenceCardProps) {
  const t = useTranslations();
  const sentence = useStateSentence();
  const id = useId();
  return (
    <section className="card" data-product={licence.product} aria-labelledby={id}>
      {name === null ? (
        <h2 className="sr" id={id}>
          {t('licence.heading')}
        </h2>
      ) : (
        <div className="sec row">
          <h2 id={id}>{name}</h2>
          <StateBadge word={stateWordOf(licence)} />
        </div>
      )}
      {licence.keyHint ? (
        <>
          <div className="sec stack g3">
            {/* Another key must not be shown as if it were the one that was revealed. */}
            <LicenceKey key={licence.keyId} licence={licence} hint={licence.keyHint} />
            <SameKey licence={licence} />
            <ReplaceKey licence={licence} />
            <UpdatedKey licence={licence} />
          </div>
          <div className="sec">
            <UseIt licence={licence} url={url} />
          </div>
        </>
      ) : (
        <div className="sec stack g3">
          <p className="q">{t('key.none')}</p>
          {licence.keyId !== null && <ReplaceKey licence={licence} />}
        </div>
      )}
      <div className="sec stack">
        <h3 className="sr">{t('licence.dates')}</h3>
        <p id={sentenceAnchor(licence)} tabIndex={-1}>
          {sentence(licence)}
        </p>
        <LicenceTimeline licence={licence} today={today} />
        <LicenceFacts licence={licence} />
      </div>
    </section>
  );
}
