/** Messages for signing in or signing up with an account at a provider. */
import type { Translation } from '#client/i18n/translation.ts';

export const providers: Translation['providers'] = {
  or: 'ou',
  continueWith: 'Continuer avec {provider}',
  first: {
    title: 'Encore une étape',
    lead: 'Vous vous inscrivez avec {provider} ({name}). Acceptez les conditions pour créer votre compte.',
    leadNoName: 'Vous vous inscrivez avec {provider}. Acceptez les conditions pour créer votre compte.',
    leadMail:
      'Vous vous inscrivez avec {provider} ({name}). Acceptez les conditions, et nous vous enverrons un lien pour confirmer votre adresse e-mail.',
    leadMailNoName:
      'Vous vous inscrivez avec {provider}. Acceptez les conditions, et nous vous enverrons un lien pour confirmer votre adresse e-mail.',
    emailKnown: 'L’adresse e-mail de votre compte sera {email}.',
    emailHint: 'Nous enverrons un lien à cette adresse pour vérifier qu’elle est bien la vôtre.',
    submit: 'Créer le compte',
    sent: 'Consultez votre boîte de réception',
    sentText:
      'Nous avons envoyé un lien à <b>{email}</b>. Ouvrez-le dans ce navigateur pour terminer votre inscription. Il est valable 24 heures.',
    otherAddress: 'Utiliser une autre adresse',
    gone: 'Cette inscription a expiré',
    goneText:
      'Vous l’avez peut-être commencée il y a trop longtemps, ou dans un autre navigateur. Ouvrez le lien dans cet autre navigateur, ou recommencez ici.',
    badLink: 'Ce lien n’est pas valide',
    badLinkText: 'Seul le lien le plus récent fonctionne. Demandez-en un nouveau.',
    again: 'Recommencer',
  },
};
