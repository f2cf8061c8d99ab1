/** Why a licence gets no other key, by error code. */
import type { Translation } from '#client/i18n/translation.ts';

export const keyErrors: Translation['keyErrors'] = {
  licence_ended: 'Cette licence a pris fin : elle ne peut plus recevoir d’autre clé.',
  key_replaced: 'Cette clé a déjà été remplacée. La nouvelle se trouve sur cette page.',
  key_dispute_open:
    'Un des paiements de cette licence est contesté. Vous ne pouvez pas obtenir d’autre clé tant que ce litige n’est pas réglé. Pour toute question, contactez-nous.',
  key_end_changed:
    'Le moment où l’ancienne clé cesse de fonctionner a changé. Vérifiez-le, puis confirmez de nouveau.',
};
