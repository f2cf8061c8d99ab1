/** Signing in with an account elsewhere: at the door, on the page of a first sign-in, and in the settings. */
import type { Translation } from '#client/i18n/translation.ts';

export const providers: Translation['providers'] = {
  or: 'ou',
  continueWith: 'Continuer avec {provider}',
  first: {
    title: 'Encore une étape',
    lead: 'Vous venez de {provider}, sous le nom de {name}. Acceptez les conditions et votre compte est créé.',
    leadNoName: 'Vous venez de {provider}. Acceptez les conditions et votre compte est créé.',
    leadMail:
      'Vous venez de {provider}, sous le nom de {name}. Acceptez les conditions et confirmez votre adresse par le lien d’un e-mail ; votre compte est alors créé.',
    leadMailNoName:
      'Vous venez de {provider}. Acceptez les conditions et confirmez votre adresse par le lien d’un e-mail ; votre compte est alors créé.',
    emailKnown: 'Votre compte utilise {email}.',
    emailHint: 'Nous y envoyons un lien, pour savoir que l’adresse est la vôtre.',
    submit: 'Créer le compte',
    sent: 'Consultez votre boîte de réception',
    sentText:
      'Un message est en route vers <b>{email}</b>. Ouvrez son lien dans ce navigateur pour terminer ; il fonctionne pendant 24 heures.',
    otherAddress: 'Utiliser une autre adresse',
    gone: 'Plus rien n’attend ici',
    goneText:
      'Cela a été commencé dans un autre navigateur, ou il y a trop longtemps. Ouvrez le lien là-bas, ou recommencez ici.',
    badLink: 'Ce lien ne fonctionne pas',
    badLinkText: 'Seul le plus récent fonctionne. Demandez-en un autre.',
    confirming: 'Votre compte est en cours de création',
    again: 'Recommencer',
  },
  outcome: {
    denied: 'Vous avez refusé chez {provider}. Rien ne s’est passé.',
    failed:
      '{provider} ne nous a pas dit qui vous êtes. Essayez à nouveau, ou connectez-vous d’une autre façon.',
    expired: 'Cela a pris trop de temps, ou a été commencé dans un autre navigateur. Recommencez.',
    email_taken:
      'Votre adresse e-mail chez {provider} a déjà un compte ici. Connectez-vous, puis associez {provider} dans vos paramètres.',
    unavailable: 'L’espace client n’est pas disponible pour le moment. Essayez à nouveau dans une minute.',
    linked: '{provider} est associé. Vous pouvez désormais vous connecter avec.',
    linked_elsewhere: 'Ce compte chez {provider} connecte une autre personne ici. Rien n’a été associé.',
    linked_another: 'Un autre compte chez {provider} est déjà associé. Dissociez-le d’abord.',
    confirmed: 'C’est bien vous. Refaites ce que vous alliez faire.',
    not_confirmed:
      'Chez {provider}, vous vous êtes connecté comme une autre personne. Rien n’a été confirmé.',
  },
  linked: {
    title: 'Comptes associés',
    lead: 'Vos comptes ailleurs qui vous connectent ici.',
    on: 'Associé',
    off: 'Non associé',
    link: 'Associer {provider}',
    unlink: 'Dissocier {provider}',
    unlinkTitle: 'Dissocier {provider} ?',
    unlinkWhy: 'Vous ne pourrez plus vous connecter avec {provider}. Votre compte et vos licences restent.',
    keep: 'Garder',
    lastWay:
      'Vous vous connectez seulement avec {provider}. Choisissez d’abord un mot de passe, puis dissociez-le.',
  },
  confirm: {
    leadOne: 'Connectez-vous encore une fois avec {provider}. Vous revenez à cette page.',
    lead: 'Connectez-vous encore une fois avec l’un de vos comptes associés. Vous revenez à cette page.',
    orCode: 'Ou par un code reçu par e-mail :',
    with: 'Confirmer avec {provider}',
  },
};
