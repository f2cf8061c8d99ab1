/** Says below the total when the subscription renews and for how much, and how to cancel it. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import type { Due } from '#client/features/catalogue/quote.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { frequencyOf } from '#client/i18n/server-words.ts';
import { monthsOf, type Offer } from '#shared/catalogue/catalogue.ts';
import { addMonths } from '#shared/dates.ts';
import { useDueWords } from './use-due-words.ts';

const renews = { Monthly: 'renewsMonthly', Annual: 'renewsAnnual' } as const;

interface RenewalProps {
  offer: Offer;
  /** Null while the number of seats isn't valid. */
  due: Due | null;
  /** Whether the customer has entered a coupon, whose discount only Paddle knows. */
  hasCoupon: boolean;
}

export function Renewal({ offer, due, hasCoupon }: RenewalProps) {
  const t = useTranslations();
  const { day } = useFormats();
  const words = useDueWords();
  const { data: publicConfig } = trpc.catalogue.publicConfig.useQuery();
  const frequency = frequencyOf(offer.plan);
  return (
    <div className="stack g2 sm q">
      {hasCoupon && <p>{t('offers.couponNote')}</p>}
      {due && frequency !== null && publicConfig && (
        <p>
          {t(`offers.${renews[frequency]}`, {
            amount: words(due),
            day: day(addMonths(publicConfig.today, monthsOf[frequency])),
          })}
        </p>
      )}
      <p>{t('offers.noCommitment', { cancel: t('changes.cancel') })}</p>
    </div>
  );
}
