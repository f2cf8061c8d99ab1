/** Messages for showing a product's price in one line. */
import type { Translation } from '#client/i18n/translation.ts';

export const prices: Translation['prices'] = {
  perMonth: 'par mois',
  perMonthOrYear: 'par mois, ou {price} par an',
  perSeatMonth: 'par siège et par mois',
  perSeatMonthOrYear: 'par siège et par mois, ou {price} par an',
  perYear: 'par an',
  perSeatYear: 'par siège et par an',
  unknown: 'Le prix est indiqué à la page suivante',
};
