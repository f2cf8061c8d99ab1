/** The renewals that Paddle couldn't charge, above the receipts. They have no receipt until they are paid. */
import { useTranslations } from 'use-intl';
import { ProductLogo } from '#client/brand/product-logo.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { useFrequencyName } from '#client/i18n/use-frequency-name.ts';
import { Badge } from '#client/ui/feedback/badge.tsx';
import { AnchorButton } from '#client/ui/link-button.tsx';
import { isSoldPerSeat } from '#shared/catalogue/catalogue.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import type { LicenceNotice } from '#shared/licences/notices.ts';
import frame from './receipt-frame.module.css';
import classes from './receipts-table.module.css';

type UnpaidNotice = Extract<LicenceNotice, { amount: unknown }>;
const isUnpaid = (notice: LicenceNotice): notice is UnpaidNotice => 'amount' in notice;

/** Renders nothing if every renewal has been paid. */
export function UnpaidRenewals({ licences }: { licences: readonly LicenceView[] }) {
  const t = useTranslations('receipts');
  const unpaid = licences.flatMap((licence) => {
    const notice = licence.notices.find(isUnpaid);
    return notice ? [{ licence, notice }] : [];
  });
  if (unpaid.length === 0) return null;
  return (
    <section className="card sec stack g3">
      <h2>{t('unpaidHeading')}</h2>
      <ul className={classes.unpaid}>
        {unpaid.map(({ licence, notice }) => (
          <UnpaidRenewal key={licence.id} licence={licence} notice={notice} />
        ))}
      </ul>
    </section>
  );
}

function UnpaidRenewal({ licence, notice }: { licence: LicenceView; notice: UnpaidNotice }) {
  const t = useTranslations('receipts');
  const { day, money } = useFormats();
  const frequencyName = useFrequencyName();
  const { product, quantity } = licence;
  const plan = frequencyName(licence, 'within');
  const { amount, retryOn, cardPage } = notice;
  return (
    <li data-product={product}>
      <div>
        <span className={frame.item}>
          <ProductLogo product={product} size={16} />
          {isSoldPerSeat(product)
            ? t('itemSeats', { product, plan, count: quantity })
            : t('item', { product, plan })}
        </span>
        <span className={frame.below}>
          {retryOn ? t('unpaidRetry', { day: day(retryOn) }) : t('unpaidStopped')}
        </span>
      </div>
      <div className="row wrap">
        <Badge tone="warn">{t('unpaid')}</Badge>
        <span className="m">{amount ? money(amount) : t('unpaidAmount')}</span>
        {cardPage && (
          <AnchorButton className={classes.screenOnly} href={cardPage} variant="default">
            {t('unpaidCard')}
          </AnchorButton>
        )}
      </div>
    </li>
  );
}
