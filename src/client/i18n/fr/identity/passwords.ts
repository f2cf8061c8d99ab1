/** Messages for the password in the settings. */
import type { Translation } from '#client/i18n/translation.ts';

export const password: Translation['password'] = {
  title: 'Mot de passe',
  label: 'Nouveau mot de passe',
  change: 'Changer le mot de passe',
  set: 'Définir un mot de passe',
  none: 'Vous n’avez pas encore de mot de passe. Définissez-en un pour vous connecter avec votre adresse e-mail.',
  others: 'Vos autres sessions seront fermées.',
  changed: 'Votre mot de passe a été modifié. Vos autres sessions ont été fermées.',
  wasSet: 'Vous pouvez désormais vous connecter avec votre adresse e-mail et ce mot de passe.',
};
