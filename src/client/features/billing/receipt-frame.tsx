/** The frame of a list of receipts. The short and the full list differ only in the columns after the order number. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import type { ReceiptView } from '#shared/billing/billing.ts';
import { ReceiptDocument, ReceiptItem, ReceiptOrder } from './receipt-cells.tsx';
import classes from './receipt-frame.module.css';

interface ReceiptFrameProps {
  receipts: readonly ReceiptView[];
  /** Accessible name of the table. */
  label: string;
  /** Class of the table, which places the cells that `children` renders. */
  className: string | undefined;
  /** Headings of the columns that `children` renders. */
  columns: readonly string[];
  /** Renders the cells of a receipt between its order number and its document. */
  children: (receipt: ReceiptView) => ReactNode;
}

export function ReceiptFrame({ receipts, label, className, columns, children }: ReceiptFrameProps) {
  const t = useTranslations('receipts');
  const { dayOfInstant } = useFormats();
  return (
    <div className={classes.rows}>
      <table className={`${classes.table} ${className ?? ''}`} aria-label={label}>
        <thead>
          <tr>
            {[t('date'), t('for'), t('order'), ...columns].map((name) => (
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
            <tr key={receipt.id} data-product={receipt.product ?? undefined}>
              <td className="nw">
                <time dateTime={receipt.paidAt.toISOString()}>
                  {dayOfInstant(receipt.paidAt, 'shortYear')}
                </time>
              </td>
              <td>
                <ReceiptItem receipt={receipt} />
              </td>
              <td className="q nw">
                <ReceiptOrder orderId={receipt.orderId} />
              </td>
              {children(receipt)}
              <td>
                <ReceiptDocument receipt={receipt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
