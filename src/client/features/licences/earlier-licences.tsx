/** Licences that ended: what they were and when they stopped. */
import { useTranslations } from 'use-intl';
import { isSoldPerSeat } from '#shared/catalogue.ts';
import type { LicenceView } from '#shared/licences.ts';
import { Pill } from '../../ui/pill.tsx';
import classes from './earlier-licences.module.css';
import { stateTones, stateWordOf, useStateSentence } from './licence-state.ts';

export function EarlierLicences({ licences }: { licences: readonly LicenceView[] }) {
  const t = useTranslations();
  const sentence = useStateSentence();
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
                  {t(`offers.${licence.frequency}`)}
                  {seats}
                </span>
                <span className="q sm">{sentence(licence)}</span>
              </span>
              {word !== 'ended' && <Pill tone={stateTones[word]}>{t(`status.${word}`)}</Pill>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
