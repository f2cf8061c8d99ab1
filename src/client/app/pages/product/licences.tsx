/** A product's current licences: a card for each, its actions, and how to use the key. */
import { Fragment } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ManageSubscription } from '#client/features/billing/changes/manage-subscription.tsx';
import { LicenceReceipts } from '#client/features/billing/latest-receipts.tsx';
import { EarlierLicences } from '#client/features/licences/earlier-licences.tsx';
import { UseIt } from '#client/features/licences/key/use-it.tsx';
import { LicenceCard } from '#client/features/licences/licence-card.tsx';
import { LicenceNotice } from '#client/features/licences/licence-notice.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { dayOf } from '#shared/dates.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import classes from './licences.module.css';

interface LicencesProps {
  product: Product;
  current: readonly LicenceView[];
  ended: readonly LicenceView[];
}

export function Licences({ product, current, ended }: LicencesProps) {
  const t = useTranslations();
  const { number } = useFormats();
  const { data: publicConfig } = trpc.catalogue.publicConfig.useQuery();
  const today = publicConfig?.today ?? dayOf(new Date());
  // Numbers ended licences too, so that a licence keeps its number when another one ends.
  const inOrder = [...current, ...ended].map(({ id }) => id).sort((one, other) => one - other);
  const numberOf = ({ id }: LicenceView) => inOrder.indexOf(id) + 1;
  const manageLabel = (licence: LicenceView) =>
    current.length === 1 ? t('manage.heading') : t('manage.numbered', { number: number(numberOf(licence)) });
  return (
    <>
      {publicConfig && current.length > 1 && current.some(({ isSecond }) => isSecond) && (
        <Alert tone="warn">
          {t.rich('notice.second', {
            product,
            mail: () => <a href={`mailto:${publicConfig.supportEmail}`}>{publicConfig.supportEmail}</a>,
          })}
        </Alert>
      )}
      {current.map((licence, index) => (
        <Fragment key={licence.id}>
          <LicenceNotice licence={licence} />
          <div className={classes.areas}>
            <LicenceCard
              licence={licence}
              today={today}
              number={current.length > 1 ? numberOf(licence) : null}
            />
            <aside className="stack g5" aria-label={manageLabel(licence)}>
              <ManageSubscription licence={licence} />
              {index === 0 && publicConfig && (
                <p className={`sm q ${classes.help}`}>
                  {t('licence.wrong')}{' '}
                  <a href={`mailto:${publicConfig.supportEmail}`}>{t('licence.write')}</a>
                </p>
              )}
            </aside>
            {index === current.length - 1 && (
              <div className="stack g5">
                <UseIt product={product} url={publicConfig?.billingUrls[product]} />
                <LicenceReceipts product={product} />
                {ended.length > 0 && <EarlierLicences licences={ended} />}
              </div>
            )}
          </div>
        </Fragment>
      ))}
    </>
  );
}
