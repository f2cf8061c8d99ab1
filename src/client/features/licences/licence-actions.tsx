/**
 * Actions for a licence. Updating the card and cancelling happen on Paddle's pages; each is shown only if Paddle
 * supplied its URL.
 */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { Icon, type IconName } from '#client/ui/icon.tsx';
import type { LicenceView } from '#shared/licences/licences.ts';
import { productPath } from '#shared/pages.ts';
import classes from './licence-actions.module.css';

export function LicenceActions({ licence }: { licence: LicenceView }) {
  const t = useTranslations();
  const { day } = useFormats();
  return (
    <section className="card">
      <h2 className="sr">{t('manage.heading')}</h2>
      <ul className={classes.menu}>
        {licence.cardPage && (
          <li>
            <a href={licence.cardPage}>
              <Way icon="card" name={t('manage.updateCard')} note={t('manage.onPaddle')} />
            </a>
          </li>
        )}
        {licence.cancelPage && (
          <li>
            <a href={licence.cancelPage}>
              <Way
                icon="minusCircle"
                name={t('manage.cancel')}
                note={
                  licence.standing === 'grace'
                    ? t('manage.onPaddle')
                    : t('manage.cancelSub', { day: day(licence.validUntil) })
                }
              />
            </a>
          </li>
        )}
        <li>
          <Link to={productPath[licence.product]} search={{ buy: 'another' }}>
            <Way icon="plus" name={t('licence.another')} note={t('licence.anotherSub')} />
          </Link>
        </li>
      </ul>
    </section>
  );
}

function Way({ icon, name, note }: { icon: IconName; name: string; note: ReactNode }) {
  return (
    <>
      <Icon name={icon} />
      <span className="m">{name}</span>
      <Icon name="chevronRight" size={16} />
      <span className={classes.note}>{note}</span>
    </>
  );
}
