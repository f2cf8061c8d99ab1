/** A product's current licences: a card for each, then its actions. */
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useToday } from '#client/api/use-today.ts';
import { ManageSubscription } from '#client/features/billing/changes/manage-subscription.tsx';
import { LicenceHistory } from '#client/features/billing/history/licence-history.tsx';
import { LicenceReceipts } from '#client/features/billing/latest-receipts.tsx';
import { EarlierLicences } from '#client/features/licences/earlier-licences.tsx';
import { LicenceCard } from '#client/features/licences/licence-card.tsx';
import { useLicenceNames } from '#client/features/licences/licence-names.ts';
import { StateNote } from '#client/features/licences/notices/state-note.tsx';
import type { Product } from '#shared/catalogue/catalogue.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { productPath } from '#shared/pages.ts';
import classes from './licences.module.css';
import { ProductNotices } from './product-notices.tsx';
import { wayBackButton } from './way-back-button.tsx';

interface LicencesProps {
  product: Product;
  current: readonly LicenceView[];
  ended: readonly LicenceView[];
}

export function Licences({ product, current, ended }: LicencesProps) {
  const t = useTranslations();
  const { data: publicConfig } = trpc.catalogue.publicConfig.useQuery();
  const today = useToday();
  const nameOf = useLicenceNames([...current, ...ended]);
  const manageLabel = (licence: LicenceView) =>
    current.length === 1 ? t('manage.heading') : t('manage.named', { name: nameOf(licence) });
  return (
    <>
      {ended.map((licence) => (
        <ProductNotices key={licence.id} licence={licence} name={nameOf(licence)} isNamed />
      ))}
      {current.map((licence, index) => (
        <Fragment key={licence.id}>
          <ProductNotices licence={licence} name={nameOf(licence)} isNamed={current.length > 1} />
          <StateNote licence={licence} action={wayBackButton(licence)} />
          <div className={classes.areas}>
            <LicenceCard
              licence={licence}
              today={today}
              name={current.length > 1 ? nameOf(licence) : null}
              url={publicConfig?.billingUrls[product]}
            />
            <aside className="stack g5" aria-label={manageLabel(licence)}>
              <ManageSubscription licence={licence} />
              <LicenceHistory licence={licence} />
              {index === 0 && publicConfig && (
                <p className={`sm q ${classes.help}`}>
                  {t('licence.wrong')}{' '}
                  <a href={`mailto:${publicConfig.supportEmail}`}>{t('licence.write')}</a>
                </p>
              )}
            </aside>
            {index === current.length - 1 && (
              <div className="stack g5">
                <LicenceReceipts product={product} />
                {ended.length > 0 && <EarlierLicences licences={ended} />}
                {/* Last on the page: customers who want another plan or more seats must not buy a second licence. */}
                <p className="sm q">
                  {t('licence.anotherSub')}{' '}
                  <Link to={productPath[product]} search={{ buy: 'another' }}>
                    {t('licence.another')}
                  </Link>
                </p>
              </div>
            )}
          </div>
        </Fragment>
      ))}
    </>
  );
}
