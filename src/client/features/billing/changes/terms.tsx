/** What a change would do: now and after, today's amount, and the rules that affect it. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { frequencyOf } from '#client/i18n/server-words.ts';
import type { ChangePreview } from '#shared/billing/changes.ts';
import type { Money } from '#shared/money.ts';
import classes from './terms.module.css';

export function Terms({ preview }: { preview: ChangePreview }) {
  const t = useTranslations('changes');
  const { day, money } = useFormats();
  const { before, after, today, source, worksThrough } = preview;
  const isAbout = source === 'calculated' && today.minor !== 0;
  const amount = (sum: Money) => (isAbout ? t('about', { amount: money(sum) }) : money(sum));
  const next = (terms: typeof before, exact: boolean) =>
    terms.next === null
      ? t('noPayment')
      : t('paymentOn', {
          amount:
            exact || source === 'paddle'
              ? money(terms.next.amount)
              : t('about', { amount: money(terms.next.amount) }),
          day: day(terms.next.on),
        });
  const notes = [
    preview.isCarriedOver && t('carriedOver'),
    preview.isCredited && t('credited'),
    preview.startsNewPeriod && t('newPeriod'),
    preview.endsCoupon && t('couponEnds'),
    worksThrough !== null && t('worksThrough', { day: day(worksThrough) }),
    t('keyStays'),
    source === 'calculated' && t('calculated'),
  ].filter((note) => typeof note === 'string');
  return (
    <div className="stack g3">
      <dl className={classes.terms} aria-live="polite">
        <div>
          <dt className="q">{t('before')}</dt>
          <dd>
            <TermsName terms={before} />
            <span className="sm q">{next(before, true)}</span>
          </dd>
        </div>
        <div>
          <dt className="q">{t('after')}</dt>
          <dd>
            {preview.kind === 'cancel' ? <span>{t('cancelled')}</span> : <TermsName terms={after} />}
            <span className="sm q">{next(after, false)}</span>
          </dd>
        </div>
        <div className={classes.today}>
          <dt>{t('today')}</dt>
          <dd>{today.minor === 0 ? t('nothing') : amount(today)}</dd>
        </div>
      </dl>
      <ul className={classes.notes}>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </div>
  );
}

/** Names a plan in the customer's language: the plan's own name is in the operator's. */
export function TermsName({
  terms: { planName, quantity, frequency },
}: {
  terms: Pick<ChangePreview['before'], 'planName' | 'quantity' | 'frequency'>;
}) {
  const t = useTranslations('changes');
  const known = frequencyOf({ frequency });
  const plan = known === null ? planName : t(known === 'Annual' ? 'yearly' : 'monthly');
  return <span>{quantity > 1 ? t('planSeats', { plan, count: quantity }) : plan}</span>;
}
