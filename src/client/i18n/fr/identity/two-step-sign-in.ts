/** Messages for two-step verification during sign-in. */
import type { Translation } from '#client/i18n/translation.ts';

export const twoStep: Translation['twoStep'] = {
  title: 'Double authentification',
  byApp: 'Saisissez le code affiché par votre application d’authentification.',
  byKey: 'Utilisez l’une de vos clés d’accès ou de sécurité.',
  keyUnknown: 'Ce navigateur ne prend en charge ni les clés d’accès ni les clés de sécurité.',
  byRecoveryCode: 'Saisissez l’un de vos codes de récupération. Chaque code ne fonctionne qu’une fois.',
  code: 'Code',
  recoveryCode: 'Code de récupération',
  useRecoveryCode: 'Utiliser un code de récupération',
  useApp: 'Utiliser l’application',
  useKey: 'Utiliser une clé d’accès ou de sécurité',
  remember: 'Ne plus demander dans ce navigateur pendant 30 jours',
  again: 'Recommencer',
};
