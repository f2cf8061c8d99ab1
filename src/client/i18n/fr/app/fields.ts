/** Labels and validation messages for fields that several forms share. */
import type { Translation } from '#client/i18n/translation.ts';

export const fields: Translation['fields'] = {
  nameMissing: 'Saisissez votre nom.',
  nameTooLong: '100 caractères au maximum.',
  emailMissing: 'Saisissez votre adresse e-mail.',
  emailWrong: 'Saisissez une adresse complète, par exemple nora@example.com.',
  passwordMissing: 'Saisissez votre mot de passe.',
  codeMissing: 'Saisissez le code.',
  codeIncomplete: 'Saisissez les six chiffres.',
  passwordTooShort: 'Utilisez au moins {min} caractères. Ce mot de passe en compte {count}.',
  passwordTooLong: '{max} caractères au maximum.',
  termsMissing: 'Acceptez les conditions et la politique de confidentialité pour continuer.',
  noCountry: 'Aucun pays ne correspond. Vérifiez l’orthographe.',
  required: 'Ce champ est obligatoire.',
  refused: 'Ce champ n’est pas valide. Modifiez-le, puis réessayez.',
  vatNumber: 'Saisissez le numéro complet.',
  vatNumberLike: 'Saisissez le numéro complet, par exemple {example}.',
  seats: 'Saisissez un nombre entier de 1 à {max}.',
  showPassword: 'Afficher le mot de passe',
  hidePassword: 'Masquer le mot de passe',
  passwordHint: 'Au moins {min} caractères. Quelques mots pris au hasard sont faciles à retenir.',
};
