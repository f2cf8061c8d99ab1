/** A short list of receipts: a table in wide cards, stacked rows in narrow ones. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { knownWord } from '#client/i18n/server-words.ts';
import type { ReceiptView } from '#shared/billing/billing.ts';
import { ReceiptDocument, ReceiptItem, ReceiptOrder } from './receipt-cells.tsx';
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
  const { product, orderId, amount, tax, refund, paidAt } = receipt;
  return (
    <tr data-product={product ?? undefined}>
      <td className="nw">
        <time dateTime={paidAt.toISOString()}>{dayOfInstant(paidAt, 'shortYear')}</time>
      </td>
      <td>
        <ReceiptItem receipt={receipt} />
      </td>
      <td className="q nw">
        <ReceiptOrder orderId={orderId} />
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
        <ReceiptDocument receipt={receipt} />
      </td>
    </tr>
  );
}

/**
 * Refunds of a kind that this page doesn't know are shown as `partial`, because that message only states the amount
 * refunded.
 */
const refundKinds = { full: true, partial: true, vat: true } as const;
