/** Messages for the outcome of a visit to a sign-in provider. */
import type { Translation } from '#client/i18n/translation.ts';

export const oauthOutcome: Translation['oauthOutcome'] = {
  denied: 'Vous avez annulé la connexion avec {provider}. Rien n’a changé.',
  failed: 'Nous n’avons pas pu vérifier votre compte {provider}. Réessayez, ou connectez-vous autrement.',
  expired: 'La connexion a pris trop de temps ou a commencé dans un autre navigateur. Réessayez.',
  email_taken:
    'Un compte existe déjà avec l’adresse e-mail de votre compte {provider}. Connectez-vous, puis associez {provider} dans vos paramètres.',
  blocked: 'La connexion à ce compte est bloquée. Vos licences continuent de fonctionner. Contactez-nous.',
  unavailable: 'L’espace client est momentanément indisponible. Réessayez dans une minute.',
  linked: 'Votre compte {provider} est associé. Vous pouvez désormais l’utiliser pour vous connecter.',
  linked_elsewhere:
    'Ce compte {provider} est déjà associé à un autre compte de l’espace client. Rien n’a changé.',
  linked_another: 'Vous avez déjà associé un autre compte {provider}. Dissociez-le d’abord.',
  confirmed: 'Votre identité est confirmée. Vous pouvez reprendre là où vous en étiez.',
  not_confirmed: 'Vous avez utilisé un autre compte {provider}. Réessayez avec celui qui est associé ici.',
};
