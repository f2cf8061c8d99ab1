/** Heads the printed list of receipts: who prints it for whom, which receipts, and when. Screens don't show it. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import type { ReceiptSelection } from '#shared/billing/billing.ts';
import classes from './print-head.module.css';

export function PrintHead({ selection: { product, year } }: { selection: ReceiptSelection }) {
  const t = useTranslations();
  const { day } = useFormats();
  const { data: account } = trpc.accounts.me.useQuery();
  const { data: profile } = trpc.accounts.profile.find.useQuery();
  const { data: publicConfig } = trpc.catalogue.publicConfig.useQuery();
  const filter = [
    product ?? t('receipts.printAllProducts'),
    year === undefined ? t('receipts.printAllYears') : String(year),
  ];
  return (
    <div className={classes.head}>
      <p className="m">{t('app.name')}</p>
      {account && (
        <p>
          {profile?.companyName && (
            <>
              {profile.companyName}
              <br />
            </>
          )}
          {account.name}
          <br />
          {account.email}
        </p>
      )}
      <p>
        {filter.join(', ')}
        <br />
        {publicConfig && t('receipts.printed', { day: day(publicConfig.today) })}
      </p>
    </div>
  );
}
