/** Messages of the dialog that asks for confirmation before the user leaves a page that shows a secret only once. */
import type { Translation } from '#client/i18n/translation.ts';

export const beforeLeaving: Translation['beforeLeaving'] = {
  leave: 'Quitter la page',
  stay: 'Rester sur la page',
};
