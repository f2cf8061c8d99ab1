/** What a change would do: now and after, today's amount, and the rules that affect it. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { usePricePerPeriod } from '#client/i18n/use-price-per-period.ts';
import type { SharedPreview } from '#shared/billing/changes.ts';
import classes from './terms.module.css';
import { useChangeNotes } from './use-change-notes.ts';
import { useTermsWords } from './use-terms-words.ts';

/** After these changes there are no payments. After any other, a payment that isn't named is unknown. */
const isEnd = ({ kind }: SharedPreview): boolean => kind === 'cancel' || kind === 'pause';

export function Terms({ preview }: { preview: SharedPreview }) {
  const t = useTranslations('changes');
  const { day, money } = useFormats();
  const { amountOf, planOf } = useTermsWords();
  const notes = useChangeNotes(preview);
  const pricePerPeriod = usePricePerPeriod();
  const noPayment = isEnd(preview) ? t('noPayment') : t('nextUnknown');
  const { before, after, today } = preview;
  const name = (terms: typeof before) => {
    const { quantity } = terms;
    const plan = planOf(terms, preview);
    return quantity > 1 || preview.kind === 'seats' ? t('planSeats', { plan, count: quantity }) : plan;
  };
  const payment = ({ amount, on }: NonNullable<typeof before.next>, words: string) =>
    amount.minor === 0 ? t('nothingOn', { day: day(on) }) : t('paymentOn', { amount: words, day: day(on) });
  return (
    <div className="stack g3">
      <dl className={classes.terms} aria-live="polite">
        <div>
          <dt className="q">{t('before')}</dt>
          <dd>
            <span>{name(before)}</span>
            {before.next && <span className="sm q">{payment(before.next, money(before.next.amount))}</span>}
          </dd>
        </div>
        <div>
          <dt className="q">{t('after')}</dt>
          <dd>
            <span>{preview.kind === 'cancel' ? t('cancelled') : name(after)}</span>
            {after.price && <span className="sm">{pricePerPeriod(after.price, after)}</span>}
            <span className="sm q">
              {after.next ? payment(after.next, amountOf(after.next.amount, preview)) : noPayment}
            </span>
          </dd>
        </div>
        <div className={classes.today}>
          <dt>{t('today')}</dt>
          <dd>{today.minor === 0 ? t('nothing') : amountOf(today, preview)}</dd>
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
