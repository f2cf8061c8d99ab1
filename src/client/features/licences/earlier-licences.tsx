/** Lists licences that have ended, and when they stopped working. */
import { useTranslations } from 'use-intl';
import { useFrequencyName } from '#client/i18n/use-frequency-name.ts';
import { isSoldPerSeat } from '#shared/catalogue/catalogue.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import classes from './earlier-licences.module.css';
import { stateWordOf, useStateSentence } from './state/licence-state.ts';
import { StateBadge } from './state/state-badge.tsx';

export function EarlierLicences({ licences }: { licences: readonly LicenceView[] }) {
  const t = useTranslations();
  const sentence = useStateSentence();
  const frequencyName = useFrequencyName();
  return (
    <section className="card">
      <h2 className="sec">{t('licence.earlier')}</h2>
      <ul className={classes.list}>
        {licences.map((licence) => {
          const word = stateWordOf(licence);
          const seats = isSoldPerSeat(licence.product)
            ? `, ${t('home.seats', { count: licence.quantity })}`
            : '';
          return (
            <li key={licence.id}>
              <span>
                <span className="m">
                  {frequencyName(licence)}
                  {seats}
                </span>
                <span className="q sm">{sentence(licence)}</span>
              </span>
              {word !== 'ended' && <StateBadge word={word} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
