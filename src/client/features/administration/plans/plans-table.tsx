/** Plans as a table, in the order of the pages. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { DataTable } from '#client/features/administration/table/data-table.tsx';
import type { Column } from '#client/features/administration/table/plain-table.tsx';
import { useFormats, useLocale } from '#client/i18n/locale.tsx';
import { type ListedPlan, maxCountedSubscriptions } from '#shared/administration/plans/listed-plans.ts';
import type { PlanQuestion } from './plan-dialogs.tsx';
import { usePlanWords } from './use-plan-words.ts';

interface PlansTableProps {
  name: string;
  label: string;
  plans: readonly ListedPlan[];
  /** Null if the administrator who looks may not change plans. */
  ask: ((question: PlanQuestion) => void) | null;
}

export function PlansTable({ name, label, plans, ask }: PlansTableProps) {
  const t = useTranslations('plans');
  const { locale } = useLocale();
  const { money, number, dayOfInstant } = useFormats();
  const { frequencyName } = usePlanWords();
  const columns: Column<ListedPlan>[] = [
    {
      id: 'name',
      label: t('name'),
      isFixed: true,
      cell: (plan) => {
        const text = plan.translations[locale];
        return (
          <>
            <span className="m">{text?.friendlyName ?? plan.friendlyName}</span>
            <br />
            <span className="q">{text?.description ?? plan.description}</span>
          </>
        );
      },
    },
    { id: 'product', label: t('product'), cell: ({ product }) => product },
    { id: 'frequency', label: t('frequency'), cell: ({ frequency }) => frequencyName(frequency) },
    { id: 'price', label: t('price'), isNumber: true, cell: ({ price }) => money(price) },
    {
      id: 'running',
      label: t('running'),
      isNumber: true,
      isFixed: true,
      cell: ({ running }) =>
        running > maxCountedSubscriptions
          ? t('moreThan', { count: number(maxCountedSubscriptions) })
          : number(running),
    },
    { id: 'pause', label: t('pause'), cell: ({ pauseAllowed }) => t(pauseAllowed ? 'pauseYes' : 'pauseNo') },
    { id: 'nameAtPaddle', label: t('nameAtPaddle'), isExtra: true, cell: ({ planName }) => planName },
    { id: 'paddleId', label: t('paddleId'), cell: ({ paddlePlanId }) => String(paddlePlanId) },
    {
      id: 'retired',
      label: t('retiredOn'),
      cell: ({ retiredAt }) =>
        retiredAt && <span className="nw">{dayOfInstant(retiredAt, 'shortYear')}</span>,
    },
    ...(ask
      ? [
          {
            id: 'actions',
            label: t('actions'),
            isFixed: true,
            cell: (plan: ListedPlan) => <Actions plan={plan} ask={ask} />,
          },
        ]
      : []),
  ];
  const isRetired = plans.some(({ retiredAt }) => retiredAt !== null);
  return (
    <DataTable
      name={name}
      label={label}
      columns={columns.filter(({ id }) => isRetired || id !== 'retired')}
      rows={plans}
      rowId={({ id }) => id}
    />
  );
}

function Actions({ plan, ask }: { plan: ListedPlan; ask: (question: PlanQuestion) => void }) {
  const t = useTranslations('plans');
  const name = `${plan.product}, ${plan.friendlyName}`;
  return (
    <div className="row wrap">
      <Button aria-label={t('editOf', { name })} onClick={() => ask({ kind: 'edit', plan })}>
        {t('edit')}
      </Button>
      {plan.retiredAt === null ? (
        <Button aria-label={t('retireOf', { name })} onClick={() => ask({ kind: 'retire', plan })}>
          {t('retire')}
        </Button>
      ) : (
        <Button aria-label={t('restoreOf', { name })} onClick={() => ask({ kind: 'restore', plan })}>
          {t('restore')}
        </Button>
      )}
    </div>
  );
}
