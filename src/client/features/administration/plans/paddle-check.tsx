/** Compares all plans with those at Paddle, and lists the plans at Paddle that the portal doesn't have. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { DataTable } from '#client/features/administration/table/data-table.tsx';
import type { Column } from '#client/features/administration/table/plain-table.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { Badge } from '#client/ui/feedback/badge.tsx';
import type { ListedPlan } from '#shared/administration/plans/listed-plans.ts';
import type {
  PaddlePlan,
  PlanComparison,
  PlanDifference,
  PlansAtPaddle,
} from '#shared/catalogue/plan-check.ts';
import type { PlanQuestion } from './plan-dialogs.tsx';
import { usePlanWords } from './use-plan-words.ts';

interface PaddleCheckProps {
  plans: readonly ListedPlan[];
  /** Null if the administrator who looks may not add plans. */
  ask: ((question: PlanQuestion) => void) | null;
}

export function PaddleCheck({ plans, ask }: PaddleCheckProps) {
  const t = useTranslations('plans');
  const { client, administration } = trpc.useUtils();
  const query = trpc.administration.plans.compare.useQuery({ refresh: false });
  const again = useMutation({
    mutationFn: () => client.administration.plans.compare.query({ refresh: true }),
    meta: { invalidates: [] },
    onSuccess: (found) => administration.plans.compare.setData({ refresh: false }, found),
  });
  return (
    <section className="stack g3">
      <div className="row between wrap">
        <div>
          <h2>{t('check')}</h2>
          <p className="q">{t('checkLead')}</p>
        </div>
        <Button onClick={() => again.mutate()} loading={again.isPending}>
          {t('checkAgain')}
        </Button>
      </div>
      {again.error && <ActionFailure error={again.error} />}
      <QueryBoundary query={query} section={t('check')} height="12rem">
        {(found) => <Found found={found} plans={plans} ask={ask} />}
      </QueryBoundary>
    </section>
  );
}

function Found({ found, plans, ask }: PaddleCheckProps & { found: PlansAtPaddle }) {
  const t = useTranslations('plans');
  const { instant } = useFormats();
  if (found.status !== 'compared') {
    return (
      <Alert tone="warn" role="status">
        {t(found.status === 'refused' ? 'checkRefused' : 'checkUnavailable')}
      </Alert>
    );
  }
  return (
    <>
      <Comparisons found={found.plans} plans={plans}>
        {t('askedAt', { at: instant(found.askedAt) })}
      </Comparisons>
      {found.others.length > 0 && <Others plans={found.others} count={found.otherCount} ask={ask} />}
    </>
  );
}

type Compared = ListedPlan & PlanComparison;

interface ComparisonsProps {
  found: readonly PlanComparison[];
  plans: readonly ListedPlan[];
  children: string;
}

function Comparisons({ found, plans, children }: ComparisonsProps) {
  const t = useTranslations('plans');
  const rows = plans.flatMap((plan): Compared[] => {
    const comparison = found.find(({ planId }) => planId === plan.id);
    return comparison ? [{ ...plan, ...comparison }] : [];
  });
  const columns: Column<Compared>[] = [
    {
      id: 'name',
      label: t('name'),
      isFixed: true,
      cell: ({ product, friendlyName }) => (
        <>
          <span className="m">{friendlyName}</span> <span className="q">{product}</span>
        </>
      ),
    },
    { id: 'state', label: t('result'), isFixed: true, cell: (row) => <State row={row} /> },
    {
      id: 'differences',
      label: t('differences'),
      isFixed: true,
      cell: ({ differences }) =>
        differences.length > 0 && (
          <ul>
            {differences.map((difference) => (
              <li key={difference.field}>
                <Difference difference={difference} />
              </li>
            ))}
          </ul>
        ),
    },
    {
      id: 'prices',
      label: t('pricesAtPaddle'),
      cell: ({ theirs }) => theirs && <Prices plan={theirs} />,
    },
  ];
  return (
    <DataTable name="plans-at-paddle" label={t('check')} columns={columns} rows={rows} rowId={({ id }) => id}>
      {children}
    </DataTable>
  );
}

function State({ row: { theirs, differences } }: { row: PlanComparison }) {
  const t = useTranslations('plans');
  if (!theirs) return <Badge tone="danger">{t('missing')}</Badge>;
  return differences.length === 0 ? (
    <Badge tone="ok">{t('same')}</Badge>
  ) : (
    <Badge tone="warn">{t('differs', { count: differences.length })}</Badge>
  );
}

function Difference({ difference }: { difference: PlanDifference }) {
  const t = useTranslations('plans');
  const { money } = useFormats();
  const { frequencyName, intervalName } = usePlanWords();
  const unknown = t('notSaid');
  switch (difference.field) {
    case 'name':
      return t('differentName', { ours: difference.ours, theirs: difference.theirs ?? unknown });
    case 'interval':
      return t('differentInterval', {
        ours: frequencyName(difference.ours),
        theirs: difference.theirs ? intervalName(difference.theirs) : unknown,
      });
    case 'price':
      return difference.theirs
        ? t('differentPrice', { ours: money(difference.ours), theirs: money(difference.theirs) })
        : t('noPrice', { ours: money(difference.ours), currency: difference.ours.currency });
  }
}

function Prices({ plan: { prices } }: { plan: PaddlePlan }) {
  const { money } = useFormats();
  return prices.map((price) => money(price)).join(', ');
}

interface OthersProps extends Pick<PaddleCheckProps, 'ask'> {
  plans: readonly PaddlePlan[];
  count: number;
}

function Others({ plans, count, ask }: OthersProps) {
  const t = useTranslations('plans');
  const { number } = useFormats();
  const { intervalName } = usePlanWords();
  const nameOf = ({ name, planId }: PaddlePlan) => name ?? t('planNumber', { id: String(planId) });
  const columns: Column<PaddlePlan>[] = [
    { id: 'name', label: t('nameAtPaddle'), isFixed: true, cell: nameOf },
    { id: 'paddleId', label: t('paddleId'), cell: ({ planId }) => String(planId) },
    {
      id: 'interval',
      label: t('frequency'),
      cell: ({ interval }) => (interval ? intervalName(interval) : t('notSaid')),
    },
    { id: 'prices', label: t('pricesAtPaddle'), cell: (plan) => <Prices plan={plan} /> },
    ...(ask
      ? [
          {
            id: 'actions',
            label: t('actions'),
            isFixed: true,
            cell: (plan: PaddlePlan) => (
              <Button
                aria-label={t('addOf', { name: nameOf(plan) })}
                onClick={() => ask({ kind: 'add', found: plan })}
              >
                {t('addIt')}
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <section className="stack g3">
      <h3>{t('others')}</h3>
      <DataTable
        name="other-plans"
        label={t('others')}
        columns={columns}
        rows={plans}
        rowId={({ planId }) => planId}
      >
        {count > plans.length
          ? t('othersShown', { shown: String(plans.length), count: number(count) })
          : t('othersLead')}
      </DataTable>
    </section>
  );
}
