/** Shows receipts as a table in wide cards and as stacked rows in narrow ones. */
import { useTranslations } from 'use-intl';
import { ProductLogo } from '#client/brand/product-logo.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { knownWord } from '#client/i18n/server-words.ts';
import { useFrequencyName } from '#client/i18n/use-frequency-name.ts';
import type { ReceiptView } from '#shared/billing/billing.ts';
import { isSoldPerSeat } from '#shared/catalogue/catalogue.ts';
import classes from './receipt-rows.module.css';

interface ReceiptRowsProps {
  receipts: readonly ReceiptView[];
  /** Accessible name of the table. */
  label: string;
}

export function ReceiptRows({ receipts, label }: ReceiptRowsProps) {
  const t = useTranslations('receipts');
  return (
    <div className={classes.rows}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('date')}</th>
            <th scope="col">{t('for')}</th>
            <th scope="col">{t('order')}</th>
            <th scope="col">{t('amount')}</th>
            <th scope="col">
              <span className="sr">{t('document')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {receipts.map((receipt) => (
            <ReceiptRow key={receipt.id} receipt={receipt} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ReceiptRow({ receipt }: { receipt: ReceiptView }) {
  const t = useTranslations('receipts');
  const { money, dayOfInstant } = useFormats();
  const item = useItem(receipt);
  const { product, orderId, amount, tax, refund, receiptUrl, paidAt } = receipt;
  return (
    <tr data-product={product ?? undefined}>
      <td className="nw">
        <time dateTime={paidAt.toISOString()}>{dayOfInstant(paidAt, 'shortYear')}</time>
      </td>
      <td>
        <span className={classes.item}>
          {product && <ProductLogo product={product} size={16} />}
          {item}
        </span>
      </td>
      <td className="q nw">
        {orderId !== null && <span className={classes.named}>{t('order')} </span>}
        {orderId ?? (
          <>
            <span aria-hidden="true">–</span>
            <span className="sr">{t('orderUnknown')}</span>
          </>
        )}
      </td>
      <td>
        <span className="m">{money(amount)}</span>
        {tax && tax.minor > 0 && <span className={classes.below}>{t('taxOf', { amount: money(tax) })}</span>}
        {refund && (
          <span className={classes.below}>
            {t(`refund.${knownWord(refundKinds, refund.kind) ?? 'partial'}`, {
              amount: money(refund.amount),
            })}
          </span>
        )}
      </td>
      <td>
        {receiptUrl && (
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
        )}
        {/* A payment without an order number hasn't been reported by any alert, so no receipt is announced for it. */}
        {!receiptUrl && orderId !== null && <span className="sm qq">{t('soon')}</span>}
      </td>
    </tr>
  );
}

/**
 * Refunds of a kind that this page doesn't know are shown as `partial`, because that message only states the amount
 * refunded.
 */
const refundKinds = { full: true, partial: true, vat: true } as const;

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
