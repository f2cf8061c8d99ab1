/** Signing in with an account elsewhere: on the sign-in page, when signing up, and in the settings. */
import type { Translation } from '#client/i18n/translation.ts';

export const providers: Translation['providers'] = {
  or: 'ou',
  continueWith: 'Continuer avec {provider}',
  first: {
    title: 'Encore une étape',
    lead: 'Vous vous inscrivez avec {provider} ({name}). Acceptez les conditions pour créer votre compte.',
    leadNoName: 'Vous vous inscrivez avec {provider}. Acceptez les conditions pour créer votre compte.',
    leadMail:
      'Vous vous inscrivez avec {provider} ({name}). Acceptez les conditions, puis confirmez votre adresse e-mail avec le lien reçu pour créer votre compte.',
    leadMailNoName:
      'Vous vous inscrivez avec {provider}. Acceptez les conditions, puis confirmez votre adresse e-mail avec le lien reçu pour créer votre compte.',
    emailKnown: 'Votre compte utilisera {email}.',
    emailHint: 'Nous y enverrons un lien pour vérifier que l’adresse est bien la vôtre.',
    submit: 'Créer le compte',
    sent: 'Consultez votre boîte de réception',
    sentText:
      'Un e-mail a été envoyé à <b>{email}</b>. Ouvrez son lien dans ce navigateur pour terminer ; il est valable 24 heures.',
    otherAddress: 'Utiliser une autre adresse',
    gone: 'Cette inscription a expiré',
    goneText:
      'Elle a commencé il y a trop longtemps, ou dans un autre navigateur. Ouvrez le lien dans ce navigateur-là, ou recommencez ici.',
    badLink: 'Ce lien n’est pas valable',
    badLinkText: 'Seul le lien le plus récent fonctionne. Demandez-en un nouveau.',
    confirming: 'Votre compte est en cours de création',
    again: 'Recommencer',
  },
  outcome: {
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
  },
  linked: {
    title: 'Comptes associés',
    lead: 'Les autres comptes avec lesquels vous pouvez vous connecter.',
    on: 'Associé',
    off: 'Non associé',
    link: 'Associer {provider}',
    unlink: 'Dissocier {provider}',
    unlinkTitle: 'Dissocier {provider} ?',
    unlinkWhy:
      'Vous ne pourrez plus vous connecter avec {provider}. Votre compte et vos licences ne changent pas.',
    keep: 'Conserver l’association',
    lastWay:
      '{provider} est votre seul moyen de connexion. Choisissez d’abord un mot de passe, puis dissociez-le.',
  },
  confirm: {
    leadOne: 'Connectez-vous de nouveau avec {provider}. Vous reviendrez à cette page.',
    lead: 'Connectez-vous de nouveau avec l’un de vos comptes associés. Vous reviendrez à cette page.',
    orCode: 'Ou utilisez un code reçu par e-mail :',
    with: 'Confirmer avec {provider}',
  },
};
