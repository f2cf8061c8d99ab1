/** Answers whether everything is in order, for instance after Paddle was down for a night. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { Facts } from '#client/features/administration/facts/facts.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { InboxSummary } from '#shared/administration/inbox/inbox.ts';
import { areAlertsFine, isJobFine, maxCounted } from '#shared/administration/overview.ts';

export function Summary() {
  const t = useTranslations('inbox');
  const query = trpc.administration.inbox.summary.useQuery();
  return (
    <section className="stack g3" aria-label={t('state')}>
      <QueryBoundary query={query} section={t('state')} height="12rem">
        {(summary) => <Ready summary={summary} />}
      </QueryBoundary>
    </section>
  );
}

function useProblems({ failed, late, search, comparison }: InboxSummary): string[] {
  const t = useTranslations('inbox');
  const { number, instant } = useFormats();
  const counted = (count: number) =>
    count < maxCounted ? number(count) : t('atLeast', { count: number(maxCounted) });
  const at = (day: Date | null) => (day === null ? '' : instant(day));
  return [
    ...(failed > 0 ? [t('failed', { count: counted(failed) })] : []),
    ...(late > 0 ? [t('late', { count: counted(late) })] : []),
    ...(search.failures > 0 ? [t('searchFailed', { at: at(search.dueAt) })] : []),
    ...(search.failures === 0 && search.isOverdue ? [t('searchOverdue', { at: at(search.dueAt) })] : []),
    ...(comparison.failures > 0 ? [t('comparisonFailed', { at: at(comparison.dueAt) })] : []),
    ...(comparison.failures === 0 && comparison.isOverdue
      ? [t('comparisonOverdue', { at: at(comparison.dueAt) })]
      : []),
  ];
}

function Ready({ summary }: { summary: InboxSummary }) {
  const t = useTranslations('inbox');
  const { instant, number } = useFormats();
  const problems = useProblems(summary);
  const { lastAlertAt, search, comparison, flags, waiting } = summary;
  const isFine = areAlertsFine(summary) && isJobFine(search) && isJobFine(comparison);
  const counted = (count: number) =>
    count < maxCounted ? number(count) : t('atLeast', { count: number(maxCounted) });
  const ran = ({ endedAt, dueAt }: InboxSummary['search']) => (
    <>
      {endedAt === null ? t('notYet') : instant(endedAt)}
      {dueAt !== null && <span className="q"> · {t('next', { at: instant(dueAt) })}</span>}
    </>
  );
  const found = ({ alerts, differences, unapplied }: InboxSummary['search']['found']) => {
    if (alerts + differences === 0) return t('foundNothing');
    const rest = unapplied === 0 ? t('allApplied') : t('notApplied', { count: number(unapplied) });
    return `${t('foundSome', { alerts, differences })}, ${rest}`;
  };
  return (
    <>
      <Alert tone={isFine ? 'ok' : 'warn'}>
        <p>{t(isFine ? 'inOrder' : 'notInOrder')}</p>
        {problems.map((problem) => (
          <p key={problem}>{problem}</p>
        ))}
        {waiting > 0 && <p>{t('waiting', { count: counted(waiting) })}</p>}
      </Alert>
      <div className="card sec">
        <Facts
          of={[
            [t('lastAlert'), lastAlertAt === null ? t('noAlert') : instant(lastAlertAt)],
            [t('search'), ran(search)],
            [t('foundToday'), found(search.found)],
            [t('comparison'), ran(comparison)],
            [t('found'), comparison.endedAt !== null && found(comparison.found)],
            [t('openFlags'), counted(flags)],
          ]}
        />
      </div>
    </>
  );
}
