/** Messages for the view of a customer's pages. */
import type { Translation } from '#client/i18n/translation.ts';

export const view: Translation['view'] = {
  label: 'Consultation des pages d’un client',
  whose: 'Vous consultez les pages de {name} ({email}).',
  readOnly: 'Vous pouvez les lire, mais pas les modifier.',
  left: 'Encore {time}',
  soon: 'La consultation se termine dans moins d’une minute.',
  end: 'Terminer',
  ended: 'La consultation des pages de {name} est terminée. Vous êtes de nouveau dans votre propre compte.',
};
