/** Messages for passkeys and security keys in the settings. */
import type { Translation } from '#client/i18n/translation.ts';

export const passkeys: Translation['passkeys'] = {
  title: 'Clés d’accès et clés de sécurité',
  lead: 'Connectez-vous avec une clé d’accès plutôt qu’avec un mot de passe : votre appareil vérifie que c’est bien vous. Une clé de sécurité qui ne peut pas le vérifier reste utilisable pour la double authentification.',
  none: 'Aucune clé pour l’instant.',
  unknown: 'Ce navigateur ne prend pas en charge les clés d’accès.',
  added: 'Ajoutée le {day}',
  synced: 'Ajoutée le {day}, synchronisée sur vos appareils',
  used: 'Dernière utilisation le {day}.',
  secondOnly:
    'Cette clé ne peut pas vérifier votre identité : elle ne sert qu’à la double authentification. Activez la double authentification pour l’utiliser.',
  secondOnlyAsked: 'Utilisée uniquement pour la double authentification',
  name: 'Nom',
  nameHint: 'Un nom facile à reconnaître, par exemple celui de l’appareil.',
  add: 'Ajouter une clé d’accès',
  rename: 'Renommer',
  renameNamed: 'Renommer {name}',
  save: 'Enregistrer',
  remove: 'Retirer',
  removeNamed: 'Retirer {name}',
  removeTitle: 'Retirer {name} ?',
  removeWhy:
    'Vous ne pourrez plus vous connecter avec cette clé. Retirez-la aussi de votre appareil, pour qu’il ne la propose plus.',
  removeWhyEnds:
    'C’est la seule clé de votre double authentification, qui sera donc désactivée. Vos codes de récupération ne fonctionneront plus.',
  removeWhyEndsPassword:
    'C’est la seule clé de votre double authentification, qui sera donc désactivée : votre mot de passe suffira pour vous connecter. Vos codes de récupération ne fonctionneront plus.',
  removeSubmit: 'Retirer la clé',
  keep: 'Annuler',
  cancel: 'Annuler',
};
