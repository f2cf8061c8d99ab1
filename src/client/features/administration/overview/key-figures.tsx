/** The figures of today, in one row, each with its definition. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useFigureFormats } from '#client/features/administration/overview/chart/use-figure-formats.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import type { Overview } from '#shared/administration/overview.ts';
import { pages } from '#shared/pages.ts';
import { Definition } from './definition.tsx';
import classes from './overview.module.css';

export function KeyFigures({ overview }: { overview: Overview }) {
  const t = useTranslations();
  const { money, number } = useFormats();
  const { share } = useFigureFormats();
  const { revenue, licences, churn, failing, signUps, refunds, today } = overview;
  const sum = (of: 'licences' | 'seats' | 'paying') => licences.reduce((total, row) => total + row[of], 0);
  const shareOf = ({ churned, of }: Overview['churn']['before']) =>
    of === 0 ? t('figures.none') : share(churned / of);
  const refunded = refunds.filter(({ month }) => month.slice(0, 7) === today.slice(0, 7));
  return (
    <section className="card" aria-label={t('figures.heading')}>
      <dl className={classes.keys}>
        <Figure
          name={t('figures.revenue')}
          meaning={[t('definitions.revenue'), t('definitions.converted')]}
          value={<Revenue revenue={revenue} />}
        >
          <RevenueNote revenue={revenue} />
        </Figure>
        <Figure
          name={t('figures.licences')}
          meaning={[t('definitions.licences')]}
          value={number(sum('licences'))}
        >
          {t('figures.paying')}: {number(sum('paying'))}
        </Figure>
        <Figure name={t('figures.seats')} meaning={[t('definitions.seats')]} value={number(sum('seats'))} />
        <Figure
          name={t('figures.churn')}
          meaning={[t('definitions.churn')]}
          value={shareOf(churn.last30Days)}
        >
          <p>
            {t('figures.churnOf', {
              churned: number(churn.last30Days.churned),
              of: number(churn.last30Days.of),
            })}
          </p>
          <p>{t('figures.churnBefore', { share: shareOf(churn.before) })}</p>
        </Figure>
        <Figure name={t('figures.failing')} meaning={[t('definitions.failing')]} value={number(failing)}>
          {failing === 0 ? (
            t('figures.failingFine')
          ) : (
            <Link to={pages.customers} search={{ state: 'past_due' }}>
              {t('figures.failingSee')}
            </Link>
          )}
        </Figure>
        <Figure name={t('figures.signUps')} meaning={[t('definitions.signUps')]} value={number(signUps.week)}>
          {t('figures.signUpsMonth', { count: number(signUps.month) })}
        </Figure>
        <Figure
          name={t('figures.refunds')}
          meaning={[t('definitions.refunds')]}
          value={number(refunded.reduce((total, { count }) => total + count, 0))}
        >
          {refunded.map(({ amount }) => (
            <p key={amount.currency}>{money(amount)}</p>
          ))}
        </Figure>
      </dl>
    </section>
  );
}

interface FigureProps {
  name: string;
  meaning: readonly string[];
  value: ReactNode;
  children?: ReactNode;
}

function Figure({ name, meaning, value, children }: FigureProps) {
  return (
    <div>
      <dt>
        {name} <Definition name={name} meaning={meaning} />
      </dt>
      <dd className={classes.value}>{value}</dd>
      {children && <dd className="sm q">{children}</dd>}
    </div>
  );
}

/** Converted if there are rates; otherwise the currency with the most revenue. */
function Revenue({ revenue: { now, converted } }: Pick<Overview, 'revenue'>) {
  const t = useTranslations('figures');
  const { money } = useFormats();
  const [first] = now;
  if (converted) return money(converted.amount);
  return first ? money(first) : t('noRevenue');
}

/** The revenue by currency, and from which rates the total comes or how to get one. */
function RevenueNote({ revenue: { now, converted } }: Pick<Overview, 'revenue'>) {
  const t = useTranslations('figures');
  const { money, day } = useFormats();
  return (
    <div className="stack g2">
      {(converted || now.length > 1) && <p>{(converted ? now : now.slice(1)).map(money).join(', ')}</p>}
      {converted ? (
        <p>
          {t('rates', { day: day(converted.on) })}{' '}
          {converted.without.length > 0 && t('without', { currencies: converted.without.join(', ') })}
        </p>
      ) : (
        <p>
          {t('noRates')} <code className="mono">{ratesExample}</code>
        </p>
      )}
    </div>
  );
}

const ratesExample = 'EXCHANGE_RATES=USD 2026-11-01 EUR=1.08 GBP=1.27';
