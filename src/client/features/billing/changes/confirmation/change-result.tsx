/** What is true once a change has been made: what has changed from when, what is charged when, and what comes next. */
import { useTranslations } from 'use-intl';
import { useToday } from '#client/api/use-today.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { ChangePreview } from '#shared/billing/changes.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { isInKey, useTermsWords } from './use-terms-words.ts';

interface ChangeResultProps {
  /** The licence before the change. */
  licence: LicenceView;
  /** The preview that the customer confirmed. */
  preview: ChangePreview;
  /** Whether the licence shows the change already. */
  isVisible: boolean;
}

export function ChangeResult({ licence, preview, isVisible }: ChangeResultProps) {
  const sentences = useResult(licence)(preview);
  const t = useTranslations('changes');
  return (
    <Alert tone="ok" role="status">
      <div className="stack g2">
        {(isVisible ? sentences : [t('arriving'), ...sentences]).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </Alert>
  );
}

function useResult({ lastPaid }: Pick<LicenceView, 'lastPaid'>): (preview: ChangePreview) => string[] {
  const t = useTranslations();
  const { day, money } = useFormats();
  const { amountOf } = useTermsWords();
  const today = useToday();
  return (preview) => {
    const { kind, worksThrough } = preview;
    switch (kind) {
      case 'seats':
      case 'plan': {
        const key = isInKey(preview) && t('changeSteps.newKey', { update: t('key.update') });
        return said(t('changeSteps.appliesNow'), charged(preview), next(preview), t('changeSteps.mail'), key);
      }
      case 'cancel':
        if (worksThrough === null || worksThrough < today)
          return said(t('changeSteps.nothingMore'), t('changeSteps.mail'));
        return said(
          t('changes.worksThrough', { day: day(worksThrough) }),
          t('changeSteps.mail'),
          // A trial can't be continued.
          lastPaid === null
            ? t('changeSteps.changeMindBuy', { plans: t('home.plans') })
            : t('changeSteps.changeMind', { keep: t('changes.keep') }),
        );
      case 'pause':
        return said(
          worksThrough !== null && t('changeSteps.pausedAfter', { day: day(worksThrough) }),
          t('changeSteps.pauseEnds'),
        );
      case 'resume':
        return said(charged(preview), next(preview), t('changes.keyStays'));
      case 'keep':
        return [];
    }
  };

  function said(...sentences: readonly (string | false | null)[]): string[] {
    return sentences.filter((sentence) => typeof sentence === 'string');
  }
  function charged(preview: ChangePreview): string {
    if (preview.isCarriedOver) return t('changes.carriedOver');
    if (preview.today.minor === 0) return t('changeSteps.nothingToday');
    return t('changeSteps.chargedToday', { amount: amountOf(preview.today, preview) });
  }
  function next(preview: ChangePreview): string {
    const { firstCharge, after } = preview;
    const payment = after.next;
    if (payment === null) return t('changes.nextUnknown');
    if (firstCharge !== null)
      return t('changes.creditedUntil', { day: day(firstCharge.on), amount: money(firstCharge.amount) });
    if (payment.amount.minor === 0)
      return after.price?.minor === 0
        ? t('changeSteps.nextFree', { day: day(payment.on) })
        : t('changeSteps.nextFreeOnce', { day: day(payment.on) });
    return t('changeSteps.next', { amount: amountOf(payment.amount, preview), day: day(payment.on) });
  }
}
