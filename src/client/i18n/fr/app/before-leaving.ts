/** Asks before a page that shows a secret only once is left. */
import type { Translation } from '#client/i18n/translation.ts';

export const beforeLeaving: Translation['beforeLeaving'] = {
  leave: 'Quitter la page',
  stay: 'Rester sur la page',
};
