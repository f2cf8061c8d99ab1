/** What happens next to a licence, and what has happened to it. A file of its own, because few customers unfold it. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import type { LicenceHistory } from '#shared/billing/history.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import type { CalendarDate } from '#shared/dates.ts';
import classes from './history-entries.module.css';
import { useHistorySentences } from './use-history-sentences.ts';

/** Number of entries that are shown at first. */
const latest = 4;

interface HistoryEntriesProps {
  history: LicenceHistory;
  product: Product;
}

export function HistoryEntries({ history: { entries, olderCount, next }, product }: HistoryEntriesProps) {
  const t = useTranslations('history');
  const sentences = useHistorySentences(product);
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? entries : entries.slice(0, latest);
  return (
    <div className="stack g4">
      <div className="stack g2">
        <h3 className="sm q m">{t('next')}</h3>
        {next.length === 0 && <p className="sm">{t('nothing')}</p>}
        <Days of={next.map((step) => [step.on, sentences.next(step)])} />
      </div>
      <div className="stack g2">
        <h3 className="sm q m">{t('past')}</h3>
        <Days of={shown.map((entry) => [entry.on, sentences.past(entry)])} />
        {shown.length < entries.length && (
          <span>
            <Button variant="plain" onClick={() => setIsWhole(true)}>
              {t('showAll')}
            </Button>
          </span>
        )}
        {isWhole && olderCount > 0 && <p className="sm q">{t('older', { count: olderCount })}</p>}
      </div>
    </div>
  );
}

/** A list of days with a sentence for each. Leaves out what this page has no sentence for. */
function Days({ of }: { of: readonly (readonly [CalendarDate, string | null])[] }) {
  const { day } = useFormats();
  const known = of.filter(([, sentence]) => sentence !== null);
  return (
    known.length > 0 && (
      <ol className={classes.days}>
        {known.map(([on, sentence], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries have no identity, and the list only grows at its end
          <li key={index}>
            <time className="sm q" dateTime={on}>
              {day(on, 'shortYear')}
            </time>
            <span>{sentence}</span>
          </li>
        ))}
      </ol>
    )
  );
}
