/** What came of a visit to a provider. */
import type { Translation } from '#client/i18n/translation.ts';

export const oauthOutcome: Translation['oauthOutcome'] = {
  denied: 'Vous avez annulé chez {provider}. Rien n’a changé.',
  failed: '{provider} ne nous a pas dit qui vous êtes. Réessayez, ou connectez-vous d’une autre façon.',
  expired: 'Le délai est dépassé, ou la connexion a commencé dans un autre navigateur. Recommencez.',
  email_taken:
    'Votre adresse e-mail chez {provider} a déjà un compte ici. Connectez-vous, puis associez {provider} dans vos paramètres.',
  unavailable: 'L’espace client est indisponible pour le moment. Réessayez dans une minute.',
  linked: '{provider} est associé. Vous pouvez désormais l’utiliser pour vous connecter.',
  linked_elsewhere:
    'Ce compte {provider} est déjà associé au compte d’une autre personne ici. Rien n’a été associé.',
  linked_another: 'Un autre compte {provider} est déjà associé. Dissociez-le d’abord.',
  confirmed: 'Identité confirmée. Vous pouvez reprendre.',
  not_confirmed: 'Vous avez utilisé un autre compte {provider}. Rien n’a été confirmé.',
};
