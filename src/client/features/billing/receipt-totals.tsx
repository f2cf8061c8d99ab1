/** Totals of the filtered receipts, one per year and currency. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import type { ReceiptTotal } from '#shared/billing/billing.ts';
import classes from './receipts-table.module.css';

export function ReceiptTotals({ totals }: { totals: readonly ReceiptTotal[] }) {
  const t = useTranslations('receipts');
  return (
    <section className="card sec stack g3">
      <h2>{t('totals')}</h2>
      <ul className={classes.totals}>
        {totals.map((total) => (
          <TotalLine key={`${total.year} ${total.amount.currency}`} total={total} />
        ))}
      </ul>
    </section>
  );
}

function TotalLine({ total: { year, count, amount, tax, refunded } }: { total: ReceiptTotal }) {
  const t = useTranslations('receipts');
  const { money } = useFormats();
  const parts = [
    t('totalPaid', { amount: money(amount) }),
    ...(tax === null ? [t('totalTaxUnknown')] : []),
    ...(tax && tax.minor > 0 ? [t('totalTax', { amount: money(tax) })] : []),
    ...(refunded.minor > 0 ? [t('totalRefunded', { amount: money(refunded) })] : []),
  ];
  return (
    <li>
      <span className="q">{t('totalOf', { year: String(year), count })}</span>
      <span>{parts.join(', ')}</span>
    </li>
  );
}
