/** The payment method on file, in a few words. */
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { brandName } from './card-brands.ts';
import { useReturnFrom } from './use-return-from.ts';

/** Until the card is known, or if Paddle can't say, the note only says where the link leads. */
export function CardNote({ licenceId, cardPage }: { licenceId: number; cardPage: string }) {
  const t = useTranslations('changes');
  const utils = trpc.useUtils();
  const onReturn = useCallback(() => void utils.billing.changes.card.invalidate(), [utils]);
  // The server caches the card for a few minutes, but not past an update.
  const refresh = useReturnFrom(cardPage, onReturn);
  const { data: card } = trpc.billing.changes.card.useQuery({ licenceId, refresh }, { retry: false });
  if (!card || card.kind === 'unknown') return t('cardAtPaddle');
  if (card.kind === 'paypal') return t('paypal');
  const words = { brand: brandName(card.brand) ?? t('cardBrand'), lastFour: card.lastFour };
  if (card.expires === null) return t('cardOnFile', words);
  if (card.expiresBeforeRenewal) return t('cardExpiring', words);
  const month = String(card.expires.month).padStart(2, '0');
  return t('cardExpires', { ...words, month, year: String(card.expires.year) });
}
