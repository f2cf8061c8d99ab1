/** Second factors: adding them under settings, and being asked for one when signing in. */
import type { Translation } from '#client/i18n/translation.ts';

export const copying: Translation['copying'] = {
  copied: 'Copié',
  blocked: 'Votre navigateur a bloqué la copie. Sélectionnez le texte et copiez-le.',
};

export const secondFactors: Translation['secondFactors'] = {
  title: 'Double authentification',
  lead: 'Quand elle est active, un mot de passe ou un compte associé seul ne suffit pas pour se connecter.',
  app: 'Application d’authentification',
  appNone: 'Aucune.',
  appOn: 'Active. Son code est demandé à la connexion.',
  add: 'Ajouter une application',
  scan: 'Scannez le QR code ou saisissez la clé manuellement, puis saisissez le code affiché par l’application.',
  qr: 'QR code pour l’application d’authentification',
  secret: 'Clé de configuration',
  copySecret: 'Copier la clé de configuration',
  code: 'Code de l’application',
  codeHint: 'Les six chiffres affichés en ce moment.',
  confirm: 'Confirmer',
  cancel: 'Pas maintenant',
  codes: 'Codes de récupération',
  openApp: 'Ouvrir dans une application',
  key: 'Clé d’accès ou de sécurité',
  keyNone: 'Aucune. Ajoutez-en une dans « Clés d’accès et clés de sécurité » pour l’utiliser ici.',
  keyOff: 'Désactivée. Elle n’est pas demandée à la connexion.',
  keyOffPassword: 'Désactivée. Le mot de passe seul suffit pour se connecter.',
  keyOn: 'Active. Une clé d’accès ou de sécurité est demandée à la connexion.',
  keyBesides: 'Chacune de vos clés peut remplacer le code.',
  keyAdd: 'Exiger une clé à la connexion',
  keyAddPassword: 'Exiger une clé après le mot de passe',
  keyAddHint: 'Vous recevrez dix codes de récupération, et vos autres sessions seront fermées.',
  keyRemove: 'Désactiver',
  keyRemoveTitle: 'Désactiver la double authentification ?',
  keyRemoveSubmit: 'Désactiver',
  ends: 'La double authentification sera désactivée. Les codes de récupération ne fonctionneront plus.',
  endsPassword:
    'La double authentification sera désactivée : le mot de passe seul suffira pour se connecter. Les codes de récupération ne fonctionneront plus.',
  leave: 'Quitter sans les codes de récupération ?',
  leaveWhy:
    'Ils ne seront plus affichés. Sans eux, vous ne pourrez pas vous connecter si vous perdez votre application ou votre clé ; vous pouvez en créer de nouveaux ici.',
  leaveStay: 'Rester ici',
  leaveSubmit: 'Quitter',
  codesStay: 'L’application est active. Vos codes de récupération restent les mêmes.',
  codesWhy:
    'Chaque code remplace une fois l’application ou la clé. Ils ne sont affichés que maintenant : conservez-les ailleurs.',
  copyCodes: 'Copier',
  download: 'Télécharger en texte',
  file: 'codes-de-recuperation.txt',
  fileHead: 'Codes de récupération de {email}. Chacun sert une fois.',
  kept: 'Je les ai enregistrés',
  codesLeft:
    '{left, plural, =0 {Il ne reste aucun code de récupération.} one {Il reste # code de récupération.} other {Il reste # codes de récupération.}}',
  codesFew: 'Créez-en de nouveaux avant d’en avoir besoin.',
  renew: 'Nouveaux codes de récupération',
  renewTitle: 'Créer de nouveaux codes de récupération ?',
  renewWhy: 'Vous recevrez dix nouveaux codes. Les précédents ne fonctionneront plus.',
  remove: 'Retirer',
  removeTitle: 'Retirer l’application d’authentification ?',
  removeWhy:
    'Une clé d’accès ou de sécurité sera demandée à la connexion. Les codes de récupération fonctionneront toujours.',
  removeSubmit: 'Retirer l’application',
  keep: 'Annuler',
};

export const twoStep: Translation['twoStep'] = {
  title: 'Double authentification',
  byApp: 'Saisissez le code affiché par votre application d’authentification.',
  byKey: 'Utilisez l’une de vos clés d’accès ou de sécurité.',
  keyUnknown: 'Ce navigateur ne prend en charge ni les clés d’accès ni les clés de sécurité.',
  byRecoveryCode: 'Saisissez un de vos codes de récupération. Chacun sert une seule fois.',
  code: 'Code',
  recoveryCode: 'Code de récupération',
  useRecoveryCode: 'Utiliser un code de récupération',
  useApp: 'Utiliser l’application',
  useKey: 'Utiliser une clé d’accès ou de sécurité',
  remember: 'Ne plus demander sur ce navigateur pendant 30 jours',
  again: 'Recommencer',
};
