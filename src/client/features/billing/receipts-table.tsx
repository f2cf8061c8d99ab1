/** The full list of receipts, with columns for net, tax, total, refunds and status. Narrow pages show stacked rows. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { Badge } from '#client/ui/feedback/badge.tsx';
import type { ReceiptView } from '#shared/billing/billing.ts';
import { netOf, refundedOf, statusOf } from '#shared/billing/receipt-amounts.ts';
import type { Money } from '#shared/money.ts';
import { ReceiptDocument, ReceiptItem, ReceiptOrder, Unknown } from './receipt-cells.tsx';
import classes from './receipts-table.module.css';

interface ReceiptsTableProps {
  receipts: readonly ReceiptView[];
  /** Accessible name of the table. */
  label: string;
}

export function ReceiptsTable({ receipts, label }: ReceiptsTableProps) {
  const t = useTranslations('receipts');
  const columns = [t('date'), t('for'), t('order'), t('net'), t('tax'), t('total'), t('refunded')];
  return (
    <div className={classes.rows}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {[...columns, t('statusColumn')].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">
              <span className="sr">{t('document')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {receipts.map((receipt) => (
            <ReceiptLine key={receipt.id} receipt={receipt} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ReceiptLine({ receipt }: { receipt: ReceiptView }) {
  const t = useTranslations('receipts');
  const { money, dayOfInstant } = useFormats();
  const { product, orderId, amount, tax, refund, paidAt } = receipt;
  const status = statusOf(receipt);
  const word = t(`status.${status}`);
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
      <td>
        <ReceiptDocument receipt={receipt} />
      </td>
    </tr>
  );
}

/** The name is shown where the column headings are hidden. */
function AmountCell({ name, amount }: { name: string; amount: Money | null }) {
  const { money } = useFormats();
  return (
    <td>
      <span className={classes.named}>{name} </span>
      {amount ? money(amount) : <Unknown />}
    </td>
  );
}
