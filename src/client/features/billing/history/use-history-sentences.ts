/** Describes what happened to a licence, and what happens next, in sentences. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { useFrequencyName } from '#client/i18n/use-frequency-name.ts';
import type { HistoryEntry, NamedPlan, NextStep } from '#shared/billing/history.ts';
import { isSoldPerSeat, type Product } from '#shared/catalogue/catalogue.ts';

/**
 * Returns functions that describe the entries and steps of a product's licence. Both return null for a kind that this
 * page doesn't know, because a newer server sent it.
 */
export function useHistorySentences(product: Product) {
  const t = useTranslations();
  const { day, deadline, money, number } = useFormats();
  const frequencyName = useFrequencyName();
  return { past, next };

  function past(entry: HistoryEntry): string | null {
    switch (entry.kind) {
      case 'bought': {
        const plan = bought(entry);
        if (entry.trialThrough) return t('history.trial', { plan, day: day(entry.trialThrough) });
        return entry.amount
          ? t('history.bought', { plan, amount: money(entry.amount) })
          : t('history.boughtUnpaid', { plan });
      }
      case 'granted':
        return t('history.granted', { plan: bought(entry), day: day(entry.through) });
      case 'first_payment':
      case 'renewed':
        return t(`history.${entry.kind}`, { amount: money(entry.amount), day: day(entry.through) });
      case 'paid':
      case 'disputed':
      case 'dispute_closed':
        return t(`history.${entry.kind}`, { amount: money(entry.amount) });
      case 'payment_failed':
        return failed(entry);
      case 'refunded': {
        const sentence = { full: 'refundedAll', partial: 'refundedPart', vat: 'refundedVat' } as const;
        return t(`history.${sentence[entry.what]}`, { amount: money(entry.amount) });
      }
      case 'seats_changed': {
        const words = { from: number(entry.from), to: number(entry.to) };
        const sentence = {
          customer: 'seatsByYou',
          operator: 'seatsByUs',
          paddle: 'seatsAtPaddle',
        } as const;
        return withCharge(entry, t(`history.${sentence[entry.by]}`, words));
      }
      case 'plan_changed': {
        const words = { from: planName(entry.from), to: planName(entry.to) };
        const sentence = { customer: 'planByYou', operator: 'planByUs', paddle: 'planAtPaddle' } as const;
        return withCharge(entry, t(`history.${sentence[entry.by]}`, words));
      }
      case 'cancelled': {
        const sentence = {
          customer: 'cancelledByYou',
          operator: 'cancelledByUs',
          paddle: 'cancelledAtPaddle',
        } as const;
        return t(`history.${sentence[entry.by]}`, { day: day(entry.through) });
      }
      case 'pause_planned':
        return t(isYou(entry) ? 'history.pausePlannedByYou' : 'history.pausePlannedAtPaddle', {
          day: day(entry.from),
        });
      case 'pause_withdrawn':
        return t('history.pauseWithdrawn');
      case 'paused':
        return t(entry.isUnpaid ? 'history.pausedUnpaid' : 'history.paused');
      case 'charge_moved':
        return t('history.charge_moved', { day: day(entry.to) });
      case 'ended':
        return t(entry.why === 'cancelled' ? 'history.endedCancelled' : 'history.endedExpired');
      case 'key_reissued':
        return keyReissued(entry);
      case 'extended':
        return t('history.extended', { day: day(entry.through) });
      case 'imported':
      case 'assigned':
      case 'kept':
      case 'came_back':
      case 'key_updated':
      case 'resumed':
      case 'revoked':
      case 'reinstated':
        return t(`history.${entry.kind}`);
      default:
        return null;
    }
  }

  function next(step: NextStep): string | null {
    switch (step.kind) {
      case 'renews':
        if (step.amount === null) return t('history.nextRenewsNoPrice');
        if (step.amount.minor > 0) return t('history.nextRenews', { amount: money(step.amount) });
        return step.isLaterUnknown ? t('history.nextRenewsFreeOnce') : t('history.nextRenewsFree');
      case 'charged_again':
        return t('history.nextCharge', { amount: money(step.amount) });
      case 'first_payment':
        return t('history.nextFirstPayment');
      case 'retry':
        return step.amount
          ? t('history.nextRetry', { amount: money(step.amount) })
          : t('history.nextRetryNoAmount');
      case 'stops_unpaid':
        return t('history.nextStops');
      case 'pauses':
        return t('history.nextPauses');
      case 'ends':
        return t('history.nextEnds');
      default:
        return null;
    }
  }

  function failed({ amount, retryOn }: Extract<HistoryEntry, { kind: 'payment_failed' }>): string {
    const words = { amount: amount && money(amount), day: retryOn && day(retryOn) };
    if (words.amount !== null)
      return words.day === null
        ? t('history.failedLast', { amount: words.amount })
        : t('history.failedRetry', { amount: words.amount, day: words.day });
    return words.day === null
      ? t('history.failedLastNoAmount')
      : t('history.failedRetryNoAmount', { day: words.day });
  }

  function keyReissued(entry: Extract<HistoryEntry, { kind: 'key_reissued' }>): string {
    const { oldKeysUntil } = entry;
    if (oldKeysUntil === null) return t(isYou(entry) ? 'history.keyByYouAtOnce' : 'history.keyByUsAtOnce');
    return t(isYou(entry) ? 'history.keyByYou' : 'history.keyByUs', { end: deadline(oldKeysUntil) });
  }

  function planName(plan: NamedPlan): string {
    return plan ? frequencyName(plan, 'within') : t('history.unknownPlan');
  }

  function bought({ plan, quantity }: Extract<HistoryEntry, { kind: 'bought' | 'granted' }>): string {
    const name = planName(plan);
    return isSoldPerSeat(product) ? t('changes.planSeats', { plan: name, count: quantity }) : name;
  }

  function withCharge(
    { amount }: Extract<HistoryEntry, { kind: 'plan_changed' | 'seats_changed' }>,
    sentence: string,
  ): string {
    return amount ? `${sentence} ${t('history.charged', { amount: money(amount) })}` : sentence;
  }
}

const isYou = ({ by }: { by: 'customer' | 'operator' | 'paddle' }): boolean => by === 'customer';
