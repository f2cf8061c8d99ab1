/** What went wrong, at a field or altogether, and what to do about it. */
import type { Translation } from '#client/i18n/translation.ts';

export const errors: Translation['errors'] = {
  invalid_input: 'Une des saisies n’est pas acceptée. Vérifiez-les, puis réessayez.',
  coupon_refused: 'Paddle n’accepte pas ce code promo. Corrigez-le ou laissez le champ vide.',
  vat_postcode_missing: 'Paddle demande le code postal dans ce pays. Saisissez-le.',
  email_refused: 'Paddle n’accepte pas l’adresse e-mail de votre compte. Écrivez-nous pour la changer.',
  not_signed_in: 'Vous êtes déconnecté. Connectez-vous pour continuer.',
  confirmation_needed: 'Confirmez encore une fois que c’est bien vous : la dernière fois est trop ancienne.',
  email_not_verified:
    'L’adresse e-mail n’est pas encore confirmée. Ouvrez le lien que nous vous avons envoyé.',
  second_factor_needed:
    'L’administration demande un second facteur : ajoutez une application d’authentification dans les paramètres.',
  forbidden: 'Votre compte n’y a pas accès.',
  not_found: 'Il n’y a plus rien ici. Rechargez la page.',
  already_licensed: 'Vous avez déjà un abonnement en cours pour ce produit.',
  account_changed: 'Un autre compte est maintenant ouvert dans ce navigateur. Rien n’a été modifié.',
  changed_meanwhile:
    'Ces informations ont été modifiées ailleurs entre-temps. Vérifiez-les, puis enregistrez à nouveau.',
  too_many_tokens: 'Il y a déjà 20 jetons. Supprimez-en un qui ne sert plus.',
  method_not_allowed: 'Cette page n’est plus à jour. Rechargez-la, puis réessayez.',
  unsupported_media_type: 'Cette page n’est plus à jour. Rechargez-la, puis réessayez.',
  payload_too_large: 'Le texte est trop long. Raccourcissez-le, puis réessayez.',
  too_many_requests: 'Trop de tentatives. Réessayez plus tard.',
  paddle_unavailable: 'Paddle, qui encaisse le paiement, ne répond pas. Réessayez dans une minute.',
  service_unavailable: 'L’espace client est indisponible pour le moment. Réessayez dans une minute.',
  internal:
    'Une erreur s’est produite de notre côté. Réessayez ; si elle persiste, écrivez-nous avec le numéro de requête.',
  key_unreadable:
    'Impossible d’afficher cette clé pour le moment. Elle reste valable là où elle est utilisée. Si vous en avez besoin, contactez-nous.',
  unreachable: 'L’espace client est injoignable. Vérifiez la connexion, puis réessayez.',
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
  unknown: 'Cette version de la page ne peut pas afficher cet élément. Rechargez-la.',
  reload: 'Recharger',
};

export const fields: Translation['fields'] = {
  nameMissing: 'Saisissez votre nom.',
  nameTooLong: 'Raccourcissez le nom à 100 caractères.',
  emailMissing: 'Saisissez votre adresse e-mail.',
  emailWrong: 'Saisissez l’adresse complète, par exemple nora@example.com.',
  passwordMissing: 'Saisissez votre mot de passe.',
  codeMissing: 'Entrez le code.',
  codeIncomplete: 'Entrez les six chiffres.',
  passwordTooShort: 'Au moins {min} caractères ; il y en a {count}.',
  passwordTooLong: 'Au plus {max} caractères.',
  termsMissing: 'Acceptez les conditions et la politique de confidentialité pour continuer.',
  required: 'À remplir.',
  refused: 'Cette saisie n’est pas acceptée. Modifiez-la, puis réessayez.',
  vatNumber: 'Saisissez le numéro complet, par exemple SE556677889901.',
  seats: 'Saisissez un nombre entier de 1 à {max}.',
};

export const authErrors: Translation['authErrors'] = {
  invalid_credentials:
    'L’e-mail et le mot de passe ne correspondent pas. Vérifiez-les, ou choisissez un nouveau mot de passe.',
  email_taken: 'Cette adresse a déjà un compte. Connectez-vous, ou choisissez un nouveau mot de passe.',
  link_invalid: 'Ce lien a expiré ou a déjà servi. Demandez-en un autre.',
  already_confirmed: 'Cette adresse est déjà confirmée. Connectez-vous.',
  registration_password_wrong:
    'Ce n’est pas le mot de passe choisi à l’inscription. Réessayez, ou choisissez-en un nouveau.',
  password_wrong: 'Ce n’est pas votre mot de passe.',
  code_wrong: 'Ce code n’est pas le bon, ou il a déjà servi. Entrez celui qui est affiché maintenant.',
  recovery_code_wrong: 'Ce code de secours n’est pas le bon, ou il a déjà servi. Essayez-en un autre.',
  factor_unreadable:
    'Nous ne pouvons pas vérifier ce code pour l’instant, qu’il soit bon ou non. Utilisez un autre moyen : code de secours, application ou clé d’accès, ou écrivez-nous.',
  sign_in_again: 'C’était trop long, ou une autre fenêtre a recommencé. Connectez-vous de nouveau.',
  too_many_codes: 'Trop de codes étaient faux. Connectez-vous de nouveau.',
  passkey_refused:
    'Cette clé d’accès n’ouvre pas ceci. Essayez-en une autre, ou un autre moyen de connexion.',
  passkey_late: 'C’était trop long. Réessayez.',
  passkey_not_given: 'Aucune clé d’accès n’a été donnée. Rien n’a changé.',
  passkey_known: 'Cet appareil a déjà une clé d’accès ici.',
  already_signed_in: 'Vous êtes déjà connecté. Rechargez la page.',
  mail_code_wrong: 'Ce n’est pas le code du message le plus récent.',
  mail_code_expired: 'Ce code ne fonctionne plus. Faites-en envoyer un autre.',
  another_way_needed:
    'Vous avez entre-temps un mot de passe ou une clé d’accès. Rechargez la page et utilisez-les.',
  outdated: 'Cela a changé entre-temps. Rechargez la page.',
  password_too_short: 'Le mot de passe est trop court.',
  password_too_long: 'Le mot de passe est trop long.',
  password_same: 'C’est le mot de passe que vous avez. Choisissez-en un autre.',
  password_common: 'Ce mot de passe est l’un des premiers qu’on devine. Choisissez quelques mots à la suite.',
  password_breached:
    'Ce mot de passe est connu d’une fuite ailleurs. Choisissez-en un autre, et changez-le aussi là-bas.',
  first_sign_in_gone: 'Cette première connexion n’attend plus. Recommencez.',
  refused: 'Cette demande a été refusée et rien n’a été modifié. Rechargez la page, puis réessayez.',
  unanswered:
    'L’espace client n’a pas répondu à temps. Rechargez la page pour voir si la demande a abouti ; sinon, réessayez.',
  part_missing: 'L’espace client a été mis à jour. Rechargez la page, puis réessayez.',
  last_way_in: 'C’est votre dernier moyen de connexion. Choisissez d’abord un mot de passe.',
};
