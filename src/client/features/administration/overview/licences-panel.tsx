/** Active licences by product and plan. The bars stand in the table, which has all numbers. */
import { useTranslations } from 'use-intl';
import type { Column } from '#client/features/administration/table/plain-table.tsx';
import { PlainTable } from '#client/features/administration/table/plain-table.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { frequencyOf } from '#client/i18n/server-words.ts';
import { usePlanText } from '#client/i18n/use-plan-text.ts';
import type { Overview } from '#shared/administration/overview.ts';
import classes from './overview.module.css';
import { Panel } from './panel.tsx';

type Row = Overview['licences'][number];

export function LicencesPanel({ licences }: { licences: Overview['licences'] }) {
  const t = useTranslations();
  const { number } = useFormats();
  const { planNameOf } = usePlanText();
  const most = Math.max(...licences.map((row) => row.licences), 1);
  const columns: Column<Row>[] = [
    {
      id: 'plan',
      label: t('overview.plan'),
      cell: (row) => (
        <>
          <p>
            {row.product} <span className="q">{planNameOf({ ...row, frequency: frequencyOf(row) })}</span>
          </p>
          <div className={classes.track} data-product={row.product} aria-hidden="true">
            <i style={{ width: `${(100 * row.licences) / most}%` }} />
          </div>
        </>
      ),
    },
    { id: 'licences', label: t('figures.licences'), isNumber: true, cell: (row) => number(row.licences) },
    { id: 'seats', label: t('figures.seats'), isNumber: true, cell: ({ seats }) => number(seats) },
    { id: 'paying', label: t('figures.paying'), isNumber: true, cell: ({ paying }) => number(paying) },
  ];
  const name = t('figures.licencesByPlan');
  return (
    <Panel
      name={name}
      meaning={[t('definitions.licences'), t('definitions.seats')]}
      file="licences"
      isEmpty={licences.length === 0}
      table={<PlainTable label={name} columns={columns} rows={licences} rowId={({ planId }) => planId} />}
    />
  );
}
