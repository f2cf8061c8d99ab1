/** The full list of receipts, with columns for net, tax, total, refunds and status. Narrow pages show stacked rows. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { Badge } from '#client/ui/feedback/badge.tsx';
import type { ReceiptView } from '#shared/billing/billing.ts';
import { netOf, refundedOf, statusOf } from '#shared/billing/receipt-amounts.ts';
import type { Money } from '#shared/money.ts';
import { Unknown } from './receipt-cells.tsx';
import frame from './receipt-frame.module.css';
import { ReceiptFrame } from './receipt-frame.tsx';
import classes from './receipts-table.module.css';

interface ReceiptsTableProps {
  receipts: readonly ReceiptView[];
  /** Accessible name of the table. */
  label: string;
}

export function ReceiptsTable({ receipts, label }: ReceiptsTableProps) {
  const t = useTranslations('receipts');
  return (
    <ReceiptFrame
      receipts={receipts}
      label={label}
      className={classes.table}
      columns={[t('net'), t('tax'), t('total'), t('refunded'), t('statusColumn')]}
    >
      {(receipt) => <Amounts receipt={receipt} />}
    </ReceiptFrame>
  );
}

function Amounts({ receipt }: { receipt: ReceiptView }) {
  const t = useTranslations('receipts');
  const { money } = useFormats();
  const { amount, tax, refund } = receipt;
  const status = statusOf(receipt);
  const word = t(`status.${status}`);
  return (
    <>
      <AmountCell name={t('net')} amount={netOf(receipt)} />
      <AmountCell name={t('tax')} amount={tax} />
      <td className="m">{money(amount)}</td>
      {refund ? <AmountCell name={t('refunded')} amount={refundedOf(refund.amount)} /> : <td />}
      <td>
        {status === 'paid' ? (
          <span className="q sm">{word}</span>
        ) : (
          <Badge tone={status === 'incomplete' ? 'warn' : 'none'}>{word}</Badge>
        )}
      </td>
    </>
  );
}

/** The name is shown where the column headings are hidden. */
function AmountCell({ name, amount }: { name: string; amount: Money | null }) {
  const { money } = useFormats();
  return (
    <td>
      <span className={frame.named}>{name} </span>
      {amount ? money(amount) : <Unknown />}
    </td>
  );
}
