/** Passkeys and security keys. */
import type { Translation } from '#client/i18n/translation.ts';

export const passkeys: Translation['passkeys'] = {
  title: 'Clés d’accès et clés de sécurité',
  lead: 'Une clé d’accès vous connecte sans mot de passe ; votre appareil vérifie que c’est vous. Une clé de sécurité qui ne peut pas vous vérifier sert à la double authentification.',
  none: 'Aucune.',
  unknown: 'Ce navigateur ne prend pas en charge les clés d’accès.',
  added: 'Ajoutée le {day}',
  synced: 'Ajoutée le {day}, synchronisée sur vos appareils',
  secondOnly:
    'Elle ne peut pas vérifier qui vous êtes et ne sert donc qu’à la double authentification. Activez-la dans « Double authentification ».',
  secondOnlyAsked: 'Elle ne peut pas vérifier qui vous êtes : elle ne sert qu’à la double authentification',
  name: 'Nom',
  nameHint: 'Pour la reconnaître, par exemple l’appareil où elle se trouve.',
  add: 'Ajouter une clé d’accès',
  rename: 'Renommer',
  renameNamed: 'Renommer {name}',
  save: 'Enregistrer',
  remove: 'Retirer',
  removeNamed: 'Retirer {name}',
  removeTitle: 'Retirer {name} ?',
  removeWhy: 'Elle ne vous connectera plus. Retirez-la aussi de l’appareil, pour qu’il ne la propose plus.',
  removeWhyEnds:
    'C’est la seule clé de votre double authentification ; la retirer désactive celle-ci. Les codes de récupération ne fonctionneront plus.',
  removeWhyEndsPassword:
    'C’est la seule clé de votre double authentification ; la retirer désactive celle-ci, et le mot de passe seul suffira pour se connecter. Les codes de récupération ne fonctionneront plus.',
  removeSubmit: 'Retirer la clé',
  keep: 'Annuler',
  cancel: 'Pas maintenant',
  confirm: 'Confirmer avec une clé d’accès',
};
