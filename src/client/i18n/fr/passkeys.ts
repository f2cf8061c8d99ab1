/** Passkeys and security keys. */
import type { Translation } from '#client/i18n/translation.ts';

export const passkeys: Translation['passkeys'] = {
  title: 'Clés d’accès et clés de sécurité',
  lead: 'Une clé d’accès connecte sans mot de passe : cet appareil, ou une clé, vérifie que c’est vous. Une clé de sécurité qui ne vérifie pas vient après le mot de passe.',
  none: 'Aucune.',
  unknown: 'Ce navigateur ne connaît pas les clés d’accès.',
  added: 'Ajoutée le {day}',
  synced: 'Ajoutée le {day}, sur tous les appareils de son compte',
  secondOnly:
    'Ne vérifie pas qui vous êtes : elle ne peut être qu’une seconde étape. Activez-la sous « Seconds facteurs ».',
  secondOnlyAsked: 'Ne vérifie pas qui vous êtes : elle sert seulement de seconde étape',
  name: 'Nom',
  nameHint: 'Pour la reconnaître, par exemple l’appareil où elle se trouve.',
  add: 'Ajouter une clé d’accès',
  rename: 'Renommer',
  renameNamed: 'Renommer {name}',
  save: 'Enregistrer',
  remove: 'Retirer',
  removeNamed: 'Retirer {name}',
  removeTitle: 'Retirer {name} ?',
  removeWhy: 'Elle n’ouvrira plus ce compte. Retirez-la aussi sur l’appareil, pour qu’il ne la propose plus.',
  removeWhyEnds:
    'Elle est votre seconde étape, qui prend fin avec elle. La connexion n’aura alors plus de seconde étape. Les codes de secours ne fonctionneront plus.',
  removeWhyEndsPassword:
    'Elle est votre seconde étape, qui prend fin avec elle. Le mot de passe seul suffira alors pour se connecter. Les codes de secours ne fonctionneront plus.',
  removeSubmit: 'Retirer la clé',
  keep: 'Laisser tel quel',
  cancel: 'Pas maintenant',
  signIn: 'Se connecter avec une clé d’accès',
  confirm: 'Confirmer avec une clé d’accès',
};
