/** Parts of a receipt's row that the short and the full list share. */
import { useTranslations } from 'use-intl';
import { ProductLogo } from '#client/brand/product-logo.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { useFrequencyName } from '#client/i18n/use-frequency-name.ts';
import type { ReceiptView } from '#shared/billing/billing.ts';
import { isSoldPerSeat } from '#shared/catalogue/catalogue.ts';
import classes from './receipt-rows.module.css';

/** Describes the purchase, for example "OfficeLife, yearly, 6 seats". */
function useItem({ product, planName, frequency, quantity }: ReceiptView): string {
  const t = useTranslations();
  const frequencyName = useFrequencyName();
  if (!product || !frequency) return product ?? t('receipts.other');
  const plan = frequencyName({ frequency, planName: planName ?? product }, 'within');
  return isSoldPerSeat(product)
    ? t('receipts.itemSeats', { product, plan, count: quantity })
    : t('receipts.item', { product, plan });
}

export function ReceiptItem({ receipt }: { receipt: ReceiptView }) {
  const item = useItem(receipt);
  return (
    <span className={classes.item}>
      {receipt.product && <ProductLogo product={receipt.product} size={16} />}
      {item}
    </span>
  );
}

/** A dash, read aloud as "unknown". */
export function Unknown() {
  const t = useTranslations('receipts');
  return (
    <>
      <span aria-hidden="true">–</span>
      <span className="sr">{t('orderUnknown')}</span>
    </>
  );
}

export function ReceiptOrder({ orderId }: Pick<ReceiptView, 'orderId'>) {
  const t = useTranslations('receipts');
  return (
    <>
      {orderId !== null && <span className={classes.named}>{t('order')} </span>}
      {orderId ?? <Unknown />}
    </>
  );
}

export function ReceiptDocument({ receipt: { receiptUrl, orderId, paidAt } }: { receipt: ReceiptView }) {
  const t = useTranslations('receipts');
  const { dayOfInstant } = useFormats();
  if (receiptUrl)
    return (
      <a
        className="link"
        href={receiptUrl}
        target="_blank"
        rel="noreferrer"
        aria-label={
          orderId === null
            ? t('openLabelOfDay', { day: dayOfInstant(paidAt) })
            : t('openLabel', { order: orderId })
        }
      >
        {t('open')}
      </a>
    );
  // A payment without an order number hasn't been reported by any alert, so no receipt is announced for it.
  return orderId === null ? null : <span className="sm qq">{t('soon')}</span>;
}
