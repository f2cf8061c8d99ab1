/** The overview of administration: first whether everything is in order, then the figures of the shop. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { Health } from '#client/features/administration/overview/health/health.tsx';
import { EmptyList } from '#client/features/administration/table/empty-list.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { maxCounted, type Overview } from '#shared/administration/overview.ts';
import { minuteMs } from '#shared/durations.ts';
import { pages } from '#shared/pages.ts';
import { AlertsPanel, PingsPanel } from './days-panels.tsx';
import { DuePanel } from './due-panel.tsx';
import { KeyFigures } from './key-figures.tsx';
import { LicencesPanel } from './licences-panel.tsx';
import { MovesPanel, RefundsPanel, RenewedPanel } from './months-panels.tsx';
import classes from './overview.module.css';
import { RevenuePanel } from './revenue-panel.tsx';

export function OverviewPage() {
  const t = useTranslations('overview');
  usePageTitle(t('title'));
  const query = trpc.administration.overview.read.useQuery(undefined, { refetchInterval: minuteMs });
  return (
    <div className="stack g5">
      <h1 tabIndex={-1}>{t('title')}</h1>
      <QueryBoundary query={query} section={t('title')} height="60rem">
        {(overview) => <Ready overview={overview} />}
      </QueryBoundary>
    </div>
  );
}

/** Whether nothing has ever been sold. */
const isNew = ({ licences, months, revenue }: Overview): boolean =>
  licences.length === 0 &&
  revenue.now.length === 0 &&
  months.every(({ new: begun, renewed, churned }) => begun + renewed + churned === 0);

function Ready({ overview }: { overview: Overview }) {
  const t = useTranslations('overview');
  const { instant, number } = useFormats();
  const { uncounted, revenue, licences, months, refunds, today, pings, alerts, renewals } = overview;
  return (
    <>
      <p className="q">{t('asOf', { at: instant(overview.at) })}</p>
      <Health overview={overview} />
      {uncounted > 0 && (
        <Alert>
          {uncounted >= maxCounted
            ? t('uncountedMany', { count: number(uncounted) })
            : t('uncounted', { count: uncounted })}
        </Alert>
      )}
      {isNew(overview) ? (
        <EmptyList
          title={t('emptyTitle')}
          text={t('emptyText')}
          action={<LinkButton to={pages.plans}>{t('emptyAction')}</LinkButton>}
        />
      ) : (
        <>
          <KeyFigures overview={overview} />
          <div className={classes.grid}>
            <RevenuePanel revenue={revenue} />
            <LicencesPanel licences={licences} />
            <MovesPanel months={months} />
            <RenewedPanel months={months} />
            <DuePanel today={today} renewals={renewals} />
            <RefundsPanel refunds={refunds} months={months} />
          </div>
        </>
      )}
      <div className={classes.grid}>
        <PingsPanel today={today} pings={pings} />
        <AlertsPanel today={today} alerts={alerts} />
      </div>
    </>
  );
}
