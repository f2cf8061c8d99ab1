/** The filters of the receipts page. They are part of the page's URL. */
import { Button, NativeSelect } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useView } from '#client/api/use-view.ts';
import { AnchorButton } from '#client/ui/link-button.tsx';
import { SegmentedControl } from '#client/ui/segmented-control.tsx';
import { type ReceiptSelection, receiptsFilePath } from '#shared/billing/billing.ts';
import { products } from '#shared/catalogue/products.ts';
import { pages } from '#shared/pages.ts';
import classes from './receipts-table.module.css';

interface ReceiptFiltersProps {
  selection: ReceiptSelection;
  /** The years with receipts. */
  years: readonly number[];
}

export function ReceiptFilters({ selection, years }: ReceiptFiltersProps) {
  const t = useTranslations('receipts');
  const navigate = useNavigate();
  const view = useView();
  const select = (change: Partial<ReceiptSelection>) =>
    void navigate({ to: pages.receipts, search: { ...selection, ...change } });
  const { product, year } = selection;
  // The selected year may have no receipts of the selected product.
  const offered = year === undefined || years.includes(year) ? years : [year, ...years];
  return (
    <div className={`row wrap ${classes.screenOnly}`}>
      <SegmentedControl
        name="product"
        label={t('product')}
        value={product ?? 'all'}
        choices={[
          { value: 'all', label: t('all') },
          ...products.map((each) => ({ value: each, label: each })),
        ]}
        onChange={(value) => select({ product: value === 'all' ? undefined : value })}
      />
      <NativeSelect
        aria-label={t('year')}
        value={year === undefined ? '' : String(year)}
        data={[{ value: '', label: t('allYears') }, ...offered.map((each) => String(each))]}
        onChange={({ currentTarget: { value } }) =>
          select({ year: value === '' ? undefined : Number(value) })
        }
      />
      <Button variant="default" onClick={() => window.print()}>
        {t('print')}
      </Button>
      {/* In a view, the link would download the administrator's own receipts. */}
      {!view && (
        <AnchorButton href={fileOf(selection)} download variant="default">
          {t('file')}
        </AnchorButton>
      )}
    </div>
  );
}

/** Returns the URL of the CSV file with the same receipts. The server names the file. */
function fileOf({ product, year }: ReceiptSelection): string {
  const query = new URLSearchParams({
    ...(product && { product }),
    ...(year !== undefined && { year: String(year) }),
  }).toString();
  return query === '' ? receiptsFilePath : `${receiptsFilePath}?${query}`;
}
