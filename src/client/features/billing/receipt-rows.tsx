/** A short list of receipts: a table in wide cards, stacked rows in narrow ones. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { knownWord } from '#client/i18n/server-words.ts';
import type { ReceiptView } from '#shared/billing/billing.ts';
import frame from './receipt-frame.module.css';
import { ReceiptFrame } from './receipt-frame.tsx';
import classes from './receipt-rows.module.css';

interface ReceiptRowsProps {
  receipts: readonly ReceiptView[];
  /** Accessible name of the table. */
  label: string;
}

export function ReceiptRows({ receipts, label }: ReceiptRowsProps) {
  const t = useTranslations('receipts');
  return (
    <ReceiptFrame receipts={receipts} label={label} className={classes.table} columns={[t('amount')]}>
      {(receipt) => <Amounts receipt={receipt} />}
    </ReceiptFrame>
  );
}

function Amounts({ receipt }: { receipt: ReceiptView }) {
  const t = useTranslations('receipts');
  const { money } = useFormats();
  const { amount, tax, refund } = receipt;
  return (
    <td>
      <span className="m">{money(amount)}</span>
      {tax && tax.minor > 0 && <span className={frame.below}>{t('taxOf', { amount: money(tax) })}</span>}
      {refund && (
        <span className={frame.below}>
          {t(`refund.${knownWord(refundKinds, refund.kind) ?? 'partial'}`, {
            amount: money(refund.amount),
          })}
        </span>
      )}
    </td>
  );
}

/**
 * Refunds of a kind that this page doesn't know are shown as `partial`, because that message only states the amount
 * refunded.
 */
const refundKinds = { full: true, partial: true, vat: true } as const;
