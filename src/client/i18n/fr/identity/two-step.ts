/** Messages for two-step verification in the settings. */
import type { Translation } from '#client/i18n/translation.ts';

export const secondFactors: Translation['secondFactors'] = {
  title: 'Double authentification',
  lead: 'Ajoutez une étape à la connexion, pour qu’un mot de passe ou un compte associé ne suffise plus à lui seul.',
  app: 'Application d’authentification',
  appNone: 'Non configurée.',
  appOn: 'Activée. Un code de l’application est demandé à la connexion.',
  add: 'Ajouter une application',
  scan: 'Scannez le QR code avec votre application ou recopiez la clé de configuration, puis saisissez le code affiché.',
  qr: 'QR code pour l’application d’authentification',
  secret: 'Clé de configuration',
  copySecret: 'Copier la clé de configuration',
  code: 'Code de l’application',
  codeHint: 'Les six chiffres affichés par l’application.',
  confirm: 'Confirmer',
  cancel: 'Annuler',
  codes: 'Codes de récupération',
  openApp: 'Ouvrir dans une application',
  key: 'Clé d’accès ou de sécurité',
  keyNone:
    'Vous n’avez pas encore de clé. Ajoutez-en une dans « Clés d’accès et clés de sécurité » pour l’utiliser ici.',
  keyOff: 'Désactivée. Aucune clé n’est demandée à la connexion.',
  keyOffPassword: 'Désactivée. Votre mot de passe suffit pour vous connecter.',
  keyOn: 'Activée. Une clé d’accès ou de sécurité est demandée à la connexion.',
  keyBesides: 'Vous pouvez utiliser n’importe laquelle de vos clés à la place du code.',
  keyAdd: 'Exiger une clé à la connexion',
  keyAddPassword: 'Exiger une clé après le mot de passe',
  keyAddHint: 'Vous recevrez dix codes de récupération, et vos autres sessions seront fermées.',
  keyRemove: 'Désactiver',
  keyRemoveTitle: 'Désactiver la double authentification ?',
  keyRemoveSubmit: 'Désactiver',
  ends: 'La double authentification sera désactivée, et vos codes de récupération ne fonctionneront plus.',
  endsPassword:
    'La double authentification sera désactivée : votre mot de passe suffira pour vous connecter. Vos codes de récupération ne fonctionneront plus.',
  leave: 'Quitter sans enregistrer vos codes de récupération ?',
  leaveWhy:
    'Vos codes de récupération ne seront plus affichés. Sans eux, vous ne pourrez plus vous connecter si vous perdez votre application ou votre clé. Vous pouvez en créer de nouveaux ici.',
  codesStay:
    'Votre application d’authentification est configurée. Vos codes de récupération restent les mêmes.',
  codesWhy:
    'Chaque code remplace une seule fois votre application ou votre clé. Conservez-les dès maintenant en lieu sûr : ils ne seront plus affichés.',
  copyCodes: 'Copier les codes',
  download: 'Télécharger au format texte',
  file: 'codes-de-recuperation.txt',
  fileHead: 'Codes de récupération de {email}. Chaque code ne fonctionne qu’une fois.',
  kept: 'Je les ai enregistrés',
  codesLeft:
    '{left, plural, =0 {Il ne vous reste aucun code de récupération.} one {Il vous reste # code de récupération.} other {Il vous reste # codes de récupération.}}',
  codesFew: 'Créez-en de nouveaux pour ne pas perdre l’accès à votre compte.',
  renew: 'Créer de nouveaux codes',
  renewTitle: 'Créer de nouveaux codes de récupération ?',
  renewWhy: 'Vous recevrez dix nouveaux codes. Les précédents ne fonctionneront plus.',
  remove: 'Retirer',
  removeTitle: 'Retirer l’application d’authentification ?',
  removeWhy:
    'Une clé d’accès ou de sécurité sera demandée à la connexion. Vos codes de récupération fonctionneront toujours.',
  removeSubmit: 'Retirer l’application',
  keep: 'Annuler',
};
