/** Second factors: adding them under settings, and being asked for one when signing in. */
import type { Translation } from '#client/i18n/translation.ts';

export const copying: Translation['copying'] = {
  copied: 'Copié',
  blocked: 'Le navigateur n’autorise pas la copie ici. Sélectionnez le texte et copiez-le.',
};

export const secondFactors: Translation['secondFactors'] = {
  title: 'Seconds facteurs',
  lead: 'Avec une seconde étape, un mot de passe ou un compte lié n’ouvre rien à lui seul.',
  app: 'Application d’authentification',
  appNone: 'Aucune.',
  appOn: 'Active. Son code est la seconde étape de la connexion.',
  add: 'Ajouter une application',
  scan: 'Scannez le code avec l’application, ou saisissez-y le secret. Entrez ensuite ce qu’elle affiche.',
  qr: 'Code QR du secret',
  secret: 'Secret',
  copySecret: 'Copier le secret',
  code: 'Code de l’application',
  codeHint: 'Les six chiffres affichés en ce moment.',
  confirm: 'Confirmer',
  cancel: 'Pas maintenant',
  codes: 'Codes de secours',
  openApp: 'Ouvrir dans une application',
  key: 'Clé d’accès ou de sécurité',
  keyNone: 'Aucune. Ajoutée sous « Clés d’accès et clés de sécurité », elle peut être la seconde étape.',
  keyOff: 'Pas encore demandée : la connexion n’a pas de seconde étape.',
  keyOffPassword: 'Pas encore demandée : le mot de passe seul suffit pour se connecter.',
  keyOn: 'Active. Une clé d’accès ou de sécurité est la seconde étape de la connexion.',
  keyBesides: 'Chacune des vôtres peut remplacer le code.',
  keyAdd: 'Demander une clé en seconde étape',
  keyAddPassword: 'Demander une clé après le mot de passe',
  keyAddHint: 'Dix codes de secours l’accompagnent, et tous les autres navigateurs sont déconnectés.',
  keyRemove: 'Désactiver',
  keyRemoveTitle: 'Désactiver la seconde étape ?',
  keyRemoveSubmit: 'Désactiver',
  ends: 'La connexion n’aura alors plus de seconde étape. Les codes de secours ne fonctionneront plus.',
  endsPassword:
    'Le mot de passe seul suffira alors pour se connecter. Les codes de secours ne fonctionneront plus.',
  leave: 'Quitter sans les codes de secours ?',
  leaveWhy:
    'Ils ne seront plus affichés. Sans eux, rien ne remplace une application ou une clé perdue ; vous pouvez en créer de nouveaux ici.',
  leaveStay: 'Rester ici',
  leaveSubmit: 'Quitter',
  codesStay: 'L’application est active. Vos codes de secours restent les mêmes.',
  codesWhy:
    'Chacun remplace une fois l’application ou la clé. Ils ne sont affichés que maintenant : gardez-les à part des deux.',
  copyCodes: 'Copier',
  download: 'Télécharger en texte',
  file: 'codes-de-secours.txt',
  fileHead: 'Codes de secours de {email}. Chacun sert une fois.',
  kept: 'Je les ai gardés',
  codesLeft:
    '{left, plural, =0 {Il ne reste aucun code de secours.} one {Il reste un code de secours.} other {Il reste # codes de secours.}}',
  codesFew: 'Créez-en de nouveaux avant d’en avoir besoin.',
  renew: 'Nouveaux codes de secours',
  renewTitle: 'Créer de nouveaux codes de secours ?',
  renewWhy: 'Il y en aura dix nouveaux. Les précédents ne fonctionneront plus.',
  remove: 'Retirer',
  removeTitle: 'Retirer l’application d’authentification ?',
  removeWhy:
    'Une clé d’accès ou de sécurité sera alors la seconde étape. Les codes de secours fonctionneront toujours.',
  removeSubmit: 'Retirer l’application',
  keep: 'Laisser tel quel',
};

export const twoStep: Translation['twoStep'] = {
  title: 'Seconde étape',
  byApp: 'Entrez le code affiché par votre application d’authentification.',
  byKey: 'Utilisez une clé d’accès ou de sécurité de votre compte.',
  keyUnknown: 'Ce navigateur ne connaît ni clés d’accès ni clés de sécurité.',
  byRecoveryCode: 'Entrez un de vos codes de secours. Il sert une seule fois.',
  code: 'Code',
  recoveryCode: 'Code de secours',
  useRecoveryCode: 'Utiliser un code de secours',
  useApp: 'Utiliser l’application',
  useKey: 'Utiliser une clé d’accès ou de sécurité',
  remember: 'Ne plus demander dans ce navigateur pendant 30 jours',
  again: 'Recommencer',
};
