/** Messages for buttons that copy text. */
import type { Translation } from '#client/i18n/translation.ts';

export const copying: Translation['copying'] = {
  copied: 'Copié',
  blocked: 'Votre navigateur a bloqué la copie. Sélectionnez le texte et copiez-le vous-même.',
};
