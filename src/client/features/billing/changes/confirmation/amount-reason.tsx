/** Says what today's amount is for, if seats are added within a period. */
import { useTranslations } from 'use-intl';
import { useToday } from '#client/api/use-today.ts';
import type { SharedPreview } from '#shared/billing/changes.ts';
import { daysBetween } from '#shared/dates.ts';

export function AmountReason({ preview }: { preview: SharedPreview }) {
  const { kind, before, after, today: amount } = preview;
  const t = useTranslations('changes');
  const today = useToday();
  const seats = after.quantity - before.quantity;
  if (kind !== 'seats' || seats <= 0 || amount.minor === 0 || before.next === null) return null;
  const days = daysBetween(today, before.next.on);
  return days > 0 && <p className="sm q">{t('seatsReason', { seats, days })}</p>;
}
