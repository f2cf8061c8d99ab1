/** The plans: what is sold and in which order, what no longer is, and how they compare with Paddle. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { useMay } from '#client/features/administration/acts/use-may.ts';
import { useQuestion } from '#client/features/administration/acts/use-question.tsx';
import { EmptyList } from '#client/features/administration/table/empty-list.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import type { ListedPlan } from '#shared/administration/plans/listed-plans.ts';
import { ArrangeDialog } from './arrange-dialog.tsx';
import { PaddleCheck } from './paddle-check.tsx';
import { PlanDialogs, type PlanQuestion } from './plan-dialogs.tsx';
import { PlansTable } from './plans-table.tsx';

export function PlansPage() {
  const t = useTranslations('plans');
  usePageTitle(t('title'));
  const query = trpc.administration.plans.list.useQuery();
  const question = useQuestion<PlanQuestion>();
  const arranging = useQuestion<true>();
  const mayChange = useMay()('plan.edit');
  const ask = mayChange ? question.ask : null;
  const sold = (query.data ?? []).filter(({ retiredAt }) => retiredAt === null);
  return (
    <div className="stack g5">
      <div className="row between wrap">
        <div>
          <h1 tabIndex={-1}>{t('title')}</h1>
          <p className="q">{t('lead')}</p>
        </div>
        {mayChange && (
          <div className="row wrap">
            {sold.length > 1 && <Button onClick={() => arranging.ask(true)}>{t('arrange')}</Button>}
            <Button variant="ink" onClick={() => question.ask({ kind: 'add', found: null })}>
              {t('add')}
            </Button>
          </div>
        )}
      </div>
      <QueryBoundary query={query} section={t('title')} height="20rem">
        {(plans) => (
          <>
            <Plans plans={plans} ask={ask} />
            {!mayChange && <p className="sm q">{t('onlyAdministrators')}</p>}
            <PaddleCheck plans={plans} ask={ask} />
            {question.dialog((asked, shown) => (
              <PlanDialogs plans={plans} asked={asked} {...shown} />
            ))}
            {arranging.dialog((_, shown) => (
              <ArrangeDialog plans={sold} {...shown} />
            ))}
          </>
        )}
      </QueryBoundary>
    </div>
  );
}

interface PlansProps {
  plans: readonly ListedPlan[];
  ask: ((question: PlanQuestion) => void) | null;
}

function Plans({ plans, ask }: PlansProps) {
  const t = useTranslations('plans');
  const sold = plans.filter(({ retiredAt }) => retiredAt === null);
  const retired = plans.filter(({ retiredAt }) => retiredAt !== null);
  return (
    <>
      <section className="stack g3">
        <h2>{t('sold')}</h2>
        {sold.length === 0 ? (
          <EmptyList title={t('empty')} text={t(ask ? 'emptyText' : 'emptyTextViewer')} />
        ) : (
          <PlansTable name="plans" label={t('sold')} plans={sold} ask={ask} />
        )}
      </section>
      {retired.length > 0 && (
        <section className="stack g3">
          <h2>{t('retired')}</h2>
          <PlansTable name="retired-plans" label={t('retired')} plans={retired} ask={ask} />
        </section>
      )}
    </>
  );
}
