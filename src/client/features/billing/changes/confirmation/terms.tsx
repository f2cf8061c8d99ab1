/** What a change would do: now and after, today's amount, and the rules that affect it. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { useFrequencyName } from '#client/i18n/use-frequency-name.ts';
import { usePlanText } from '#client/i18n/use-plan-text.ts';
import type { ChangePreview } from '#shared/billing/changes.ts';
import type { Money } from '#shared/money.ts';
import classes from './terms.module.css';

export function Terms({ preview }: { preview: ChangePreview }) {
  const t = useTranslations('changes');
  const { day, money } = useFormats();
  const frequencyName = useFrequencyName();
  const { before, after, today, source, worksThrough } = preview;
  const said = (sum: Money) => (source === 'calculated' ? t('about', { amount: money(sum) }) : money(sum));
  const isOtherPlan = before.planId !== after.planId && before.frequency === after.frequency;
  const { planNameOf } = usePlanText();
  const name = (terms: typeof before) => {
    const { quantity } = terms;
    // The frequency tells plans apart, in the customer's language. Only if it doesn't, the plan's own name is shown.
    const plan = isOtherPlan ? planNameOf(terms) : frequencyName(terms);
    return quantity > 1 || preview.kind === 'seats' ? t('planSeats', { plan, count: quantity }) : plan;
  };
  // The key names the frequency and the number of seats.
  const isInKey = before.frequency !== after.frequency || before.quantity !== after.quantity;
  const notes = [
    preview.isCarriedOver && t('carriedOver'),
    preview.isCredited && t('credited'),
    preview.startsNewPeriod && t('newPeriod'),
    preview.endsCoupon && t('couponEnds'),
    worksThrough !== null && t('worksThrough', { day: day(worksThrough) }),
    t(isInKey ? 'keyWorks' : 'keyStays'),
    source === 'calculated' && t('calculated'),
  ].filter((note) => typeof note === 'string');
  return (
    <div className="stack g3">
      <dl className={classes.terms} aria-live="polite">
        <div>
          <dt className="q">{t('before')}</dt>
          <dd>
            <span>{name(before)}</span>
            {before.next && (
              <span className="sm q">
                {t('paymentOn', { amount: money(before.next.amount), day: day(before.next.on) })}
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt className="q">{t('after')}</dt>
          <dd>
            <span>{preview.kind === 'cancel' ? t('cancelled') : name(after)}</span>
            <span className="sm q">
              {after.next
                ? t('paymentOn', { amount: said(after.next.amount), day: day(after.next.on) })
                : t('noPayment')}
            </span>
          </dd>
        </div>
        <div className={classes.today}>
          <dt>{t('today')}</dt>
          <dd>{today.minor === 0 ? t('nothing') : said(today)}</dd>
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
