/** The heading of the registration page. Names the product, the plan and its price if the visitor came to buy. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { frequencyOf } from '#client/i18n/server-words.ts';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';
import { isSoldPerSeat, type Product } from '#shared/catalogue/catalogue.ts';
import type { Wish } from '#shared/catalogue/wish.ts';
import { multiply } from '#shared/money.ts';

const titles = { Monthly: 'createToGetMonthly', Annual: 'createToGetAnnual' } as const;

interface WishHeadingProps {
  wish: Wish;
  /** Shows what the product costs, if no plan is chosen yet. */
  priceOf: (product: Product) => ReactNode;
  children: ReactNode;
}

export function WishHeading({ wish, priceOf, children }: WishHeadingProps) {
  const t = useTranslations('auth');
  const { money } = useFormats();
  const { product, planId, seats = 1 } = wish;
  const { data: list } = trpc.catalogue.offers.useQuery({ product });
  const offer = list?.offers.find(({ plan }) => plan.id === planId);
  const frequency = offer && frequencyOf(offer.plan);
  const perSeat = isSoldPerSeat(product);
  const what = perSeat && wish.seats ? t('productSeats', { product, count: seats }) : product;
  const title =
    offer && frequency
      ? t(titles[frequency], {
          product: what,
          amount: money(multiply(offer.unitPrice, perSeat ? seats : 1)),
        })
      : t('createToGet', { product: what });
  return (
    <AuthHeading title={title}>
      {!frequency && priceOf(product)}
      {children}
    </AuthHeading>
  );
}
