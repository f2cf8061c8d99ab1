/** What went wrong, and what to do about it. */
import type { Translation } from '#client/i18n/translation.ts';

export const errors: Translation['errors'] = {
  invalid_input: 'Certains champs ne sont pas valides. Vérifiez-les, puis réessayez.',
  coupon_refused: 'Paddle n’accepte pas ce code promo. Corrigez-le ou laissez le champ vide.',
  vat_postcode_missing: 'Le code postal est obligatoire dans ce pays.',
  email_refused: 'Paddle n’accepte pas l’adresse e-mail de votre compte. Écrivez-nous pour la changer.',
  not_signed_in: 'Votre session est terminée. Connectez-vous pour continuer.',
  confirmation_needed: 'Confirmez votre identité pour continuer.',
  email_not_verified:
    'L’adresse e-mail n’est pas encore confirmée. Ouvrez le lien que nous vous avons envoyé.',
  second_factor_needed:
    'L’administration exige la double authentification. Ajoutez une application d’authentification dans les paramètres.',
  forbidden: 'Vous n’y avez pas accès.',
  not_found: 'Cet élément n’existe plus. Rechargez la page.',
  already_licensed: 'Vous avez déjà un abonnement en cours pour ce produit.',
  account_changed: 'Un autre compte est maintenant ouvert dans ce navigateur. Rien n’a été modifié.',
  changed_meanwhile:
    'Ces informations ont été modifiées ailleurs entre-temps. Vérifiez-les, puis enregistrez à nouveau.',
  too_many_tokens: 'Vous avez atteint la limite de 20 jetons. Supprimez-en un qui ne sert plus.',
  method_not_allowed: 'Cette page n’est plus à jour. Rechargez-la, puis réessayez.',
  unsupported_media_type: 'Cette page n’est plus à jour. Rechargez-la, puis réessayez.',
  payload_too_large: 'Le texte est trop long. Raccourcissez-le, puis réessayez.',
  too_many_requests: 'Trop de tentatives. Réessayez plus tard.',
  paddle_unavailable: 'Paddle, qui traite les paiements, ne répond pas. Réessayez dans une minute.',
  service_unavailable: 'L’espace client est indisponible pour le moment. Réessayez dans une minute.',
  internal:
    'Une erreur s’est produite de notre côté. Réessayez ; si elle persiste, contactez-nous en indiquant l’identifiant de la requête.',
  key_unreadable:
    'Impossible d’afficher cette clé pour le moment. Elle reste valable là où elle est utilisée. Si vous en avez besoin, contactez-nous.',
  unreachable: 'L’espace client est injoignable. Vérifiez votre connexion, puis réessayez.',
};

export const failure: Translation['failure'] = {
  title: 'La page n’a pas pu être chargée',
  section: 'La section « {section} » n’a pas pu être chargée',
  sectionSafe: 'Rien n’a changé.',
  tooManyMinutes: 'Trop de tentatives. Réessayez dans {minutes, plural, one {# minute} other {# minutes}}.',
  tooManyHours: 'Trop de tentatives. Réessayez dans {hours, plural, one {# heure} other {# heures}}.',
  safe: 'Vos licences restent valables, et rien n’a été débité.',
  nothingCharged: 'Rien n’a été débité.',
  crashed: 'Cette page a rencontré une erreur. Rechargez-la ; vos données sont intactes.',
  updated:
    'L’espace client a été mis à jour et cette page n’a pas pu être chargée. Rechargez-la dans un instant.',
  unknown: 'Cette version de la page ne peut pas afficher cet élément. Rechargez la page.',
  reload: 'Recharger',
};

export const authErrors: Translation['authErrors'] = {
  invalid_credentials:
    'L’adresse e-mail et le mot de passe ne correspondent pas. Vérifiez-les, ou choisissez un nouveau mot de passe.',
  email_taken: 'Cette adresse a déjà un compte. Connectez-vous, ou choisissez un nouveau mot de passe.',
  link_invalid: 'Ce lien a expiré ou a déjà servi. Demandez-en un nouveau.',
  already_confirmed: 'Cette adresse est déjà confirmée. Connectez-vous.',
  registration_password_wrong:
    'Ce n’est pas le mot de passe choisi à l’inscription. Réessayez, ou choisissez-en un nouveau.',
  password_wrong: 'Ce n’est pas votre mot de passe.',
  code_wrong: 'Ce code est erroné ou a déjà servi. Saisissez le code actuel.',
  recovery_code_wrong: 'Ce code de récupération est erroné ou a déjà servi. Essayez-en un autre.',
  factor_unreadable:
    'Nous ne pouvons pas vérifier les codes pour le moment ; le vôtre est peut-être bon. Essayez un autre moyen (code de récupération, application ou clé d’accès) ou contactez-nous.',
  sign_in_again:
    'Le délai est dépassé, ou la connexion a repris dans une autre fenêtre. Connectez-vous de nouveau.',
  too_many_codes: 'Trop de codes erronés. Connectez-vous de nouveau.',
  passkey_refused:
    'Cette clé d’accès ne fonctionne pas ici. Essayez-en une autre, ou un autre moyen de connexion.',
  passkey_late: 'Le délai est dépassé. Réessayez.',
  passkey_not_given: 'Demande de clé d’accès annulée. Rien n’a changé.',
  passkey_known: 'Cet appareil a déjà une clé d’accès pour votre compte.',
  already_signed_in: 'Votre session est déjà ouverte. Rechargez la page.',
  mail_code_wrong: 'Ce n’est pas le code de notre dernier e-mail.',
  mail_code_expired: 'Ce code a expiré. Demandez-en un nouveau.',
  another_way_needed:
    'Vous avez maintenant un mot de passe ou une clé d’accès. Rechargez la page pour l’utiliser.',
  outdated: 'Cela a changé entre-temps. Rechargez la page.',
  password_too_short: 'Le mot de passe est trop court.',
  password_too_long: 'Le mot de passe est trop long.',
  password_same: 'C’est déjà votre mot de passe. Choisissez-en un autre.',
  password_common: 'Ce mot de passe est trop facile à deviner. Essayez quelques mots pris au hasard.',
  password_breached:
    'Ce mot de passe figure dans une fuite de données. Choisissez-en un autre, et changez-le partout où vous l’utilisez.',
  first_sign_in_gone: 'Cette inscription a expiré. Recommencez.',
  refused: 'Cette demande a été refusée et rien n’a été modifié. Rechargez la page, puis réessayez.',
  unanswered:
    'L’espace client n’a pas répondu à temps. Rechargez la page pour voir si la demande a abouti ; sinon, réessayez.',
  part_missing: 'L’espace client a été mis à jour. Rechargez la page, puis réessayez.',
  last_way_in: 'C’est votre seul moyen de connexion. Choisissez d’abord un mot de passe.',
};
