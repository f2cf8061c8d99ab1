/** Passkeys and security keys. */
export const passkeys = {
  en: {
    title: 'Passkeys and security keys',
    lead: 'A passkey signs in without a password: this device, or a key, checks that it is you. A security key that does not check comes after the password.',
    none: 'None yet.',
    unknown: 'This browser knows no passkeys.',
    added: 'Added on {day}',
    synced: 'Added on {day}, on all devices of its account',
    secondOnly:
      'Does not check who you are, so it can only be a second step. Turn that on under “Second factors”.',
    secondOnlyAsked: 'Does not check who you are: it only serves as second step',
    name: 'Name',
    nameHint: 'So that you know it again, such as the device it is on.',
    add: 'Add a passkey',
    rename: 'Rename',
    renameNamed: 'Rename {name}',
    save: 'Save',
    remove: 'Remove',
    removeNamed: 'Remove {name}',
    removeTitle: 'Remove {name}?',
    removeWhy: 'It opens this account no more. Remove it on the device too, so that it is no longer offered.',
    removeWhyEnds:
      'It is your second step, which ends with it. Signing in has no second step then. The recovery codes stop working.',
    removeWhyEndsPassword:
      'It is your second step, which ends with it. The password alone signs in then. The recovery codes stop working.',
    removeSubmit: 'Remove the passkey',
    keep: 'Leave it as it is',
    cancel: 'Not now',
    signIn: 'Sign in with a passkey',
    confirm: 'Confirm with a passkey',
  },
  fr: {
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
    removeWhy:
      'Elle n’ouvrira plus ce compte. Retirez-la aussi sur l’appareil, pour qu’il ne la propose plus.',
    removeWhyEnds:
      'Elle est votre seconde étape, qui prend fin avec elle. La connexion n’aura alors plus de seconde étape. Les codes de secours ne fonctionneront plus.',
    removeWhyEndsPassword:
      'Elle est votre seconde étape, qui prend fin avec elle. Le mot de passe seul suffira alors pour se connecter. Les codes de secours ne fonctionneront plus.',
    removeSubmit: 'Retirer la clé',
    keep: 'Laisser tel quel',
    cancel: 'Pas maintenant',
    signIn: 'Se connecter avec une clé d’accès',
    confirm: 'Confirmer avec une clé d’accès',
  },
} as const;
