/** Says what today's amount is for, if seats are added within a period. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import type { ChangePreview } from '#shared/billing/changes.ts';
import { dayOf, daysBetween } from '#shared/dates.ts';

export function AmountReason({ preview: { kind, before, after, today } }: { preview: ChangePreview }) {
  const t = useTranslations('changeSteps');
  const { data: publicConfig } = trpc.catalogue.publicConfig.useQuery();
  const seats = after.quantity - before.quantity;
  if (kind !== 'seats' || seats <= 0 || today.minor === 0 || before.next === null) return null;
  const days = daysBetween(publicConfig?.today ?? dayOf(new Date()), before.next.on);
  return days > 0 && <p className="sm q">{t('seatsReason', { seats, days })}</p>;
}
