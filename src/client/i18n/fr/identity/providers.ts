/** Signing in and signing up with an account at a provider. */
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
    again: 'Recommencer',
  },
};
