/** Error messages by code, and the texts around them. */
import type { Translation } from '#client/i18n/translation.ts';

export const errors: Translation['errors'] = {
  invalid_input: 'Certains champs ne sont pas valides. Vérifiez-les, puis réessayez.',
  coupon_refused: 'Paddle n’accepte pas ce code promo. Vérifiez-le ou laissez le champ vide.',
  vat_postcode_missing:
    'Paddle a besoin du code postal de l’entreprise dans ce pays. Saisissez-le, puis réessayez.',
  email_refused:
    'Paddle n’accepte pas l’adresse e-mail de votre compte. Changez-la dans vos paramètres, puis réessayez.',
  not_signed_in: 'Votre session est terminée. Reconnectez-vous pour continuer.',
  confirmation_needed: 'Confirmez votre identité pour continuer.',
  email_not_verified:
    'Votre adresse e-mail n’est pas encore confirmée. Ouvrez le lien que nous vous avons envoyé.',
  second_factor_needed:
    'La double authentification est obligatoire pour les administrateurs. Activez-la dans vos paramètres.',
  forbidden: 'Vous n’avez pas les droits nécessaires.',
  not_found: 'Cet élément n’existe plus. Rechargez la page.',
  already_licensed: 'Vous avez déjà un abonnement en cours pour ce produit.',
  account_changed: 'Ce navigateur utilise maintenant un autre compte. Rien n’a été modifié.',
  changed_meanwhile:
    'Ces informations ont été modifiées ailleurs pendant votre saisie. Vérifiez-les, puis enregistrez à nouveau.',
  too_many_tokens: 'Vous avez atteint la limite de 20 jetons. Supprimez un jeton que vous n’utilisez plus.',
  method_not_allowed: 'Cette page n’est plus à jour. Rechargez-la, puis réessayez.',
  unsupported_media_type: 'Cette page n’est plus à jour. Rechargez-la, puis réessayez.',
  payload_too_large: 'Le texte est trop long. Raccourcissez-le, puis réessayez.',
  too_many_requests: 'Trop de tentatives. Réessayez plus tard.',
  paddle_unavailable: 'Paddle, notre prestataire de paiement, ne répond pas. Réessayez dans une minute.',
  service_unavailable: 'L’espace client est momentanément indisponible. Réessayez dans une minute.',
  internal:
    'Une erreur s’est produite de notre côté. Réessayez ; si elle persiste, contactez-nous en indiquant l’identifiant de la requête.',
  key_unreadable:
    'Cette clé ne peut pas être affichée pour le moment, mais elle fonctionne toujours là où vous l’utilisez. Si vous en avez besoin, contactez-nous.',
  unreachable: 'L’espace client est injoignable. Vérifiez votre connexion à Internet, puis réessayez.',
};

export const failure: Translation['failure'] = {
  title: 'Cette page n’a pas pu être chargée',
  section: 'La section « {section} » n’a pas pu être chargée',
  sectionSafe: 'Rien n’a changé.',
  tooManyMinutes: 'Trop de tentatives. Réessayez dans {minutes, plural, one {# minute} other {# minutes}}.',
  tooManyHours: 'Trop de tentatives. Réessayez dans {hours, plural, one {# heure} other {# heures}}.',
  safe: 'Vos licences restent valables, et aucun montant n’a été débité.',
  nothingCharged: 'Aucun montant n’a été débité.',
  crashed: 'Une erreur s’est produite sur cette page. Vos données sont intactes ; rechargez la page.',
  updated:
    'L’espace client a été mis à jour, et cette page n’a pas pu être chargée. Rechargez-la dans un instant.',
  unknown: 'Cette page n’est plus à jour. Rechargez-la pour afficher cet élément.',
  reload: 'Recharger',
};

export const authErrors: Translation['authErrors'] = {
  invalid_credentials:
    'L’adresse e-mail ou le mot de passe est incorrect. Vérifiez-les, ou choisissez un nouveau mot de passe.',
  email_taken:
    'Un compte existe déjà avec cette adresse. Connectez-vous, ou choisissez un nouveau mot de passe.',
  link_invalid: 'Ce lien a expiré ou a déjà servi. Demandez-en un nouveau.',
  already_confirmed: 'Cette adresse est déjà confirmée. Connectez-vous.',
  registration_password_wrong:
    'Ce n’est pas le mot de passe choisi à l’inscription. Réessayez, ou choisissez-en un nouveau.',
  password_wrong: 'Ce n’est pas votre mot de passe. Réessayez.',
  code_wrong: 'Ce code est incorrect ou a déjà servi. Saisissez le code affiché en ce moment.',
  recovery_code_wrong: 'Ce code de récupération est incorrect ou a déjà servi. Essayez-en un autre.',
  factor_unreadable:
    'Nous ne pouvons pas vérifier ce code pour le moment, même s’il est correct. Essayez un code de récupération, l’application ou une clé d’accès, ou contactez-nous.',
  sign_in_again: 'La connexion a pris trop de temps ou a commencé dans une autre fenêtre. Reconnectez-vous.',
  too_many_codes: 'Trop de codes incorrects. Reconnectez-vous.',
  passkey_refused:
    'Cette clé d’accès ne peut pas être utilisée ici. Essayez-en une autre, ou connectez-vous autrement.',
  passkey_late: 'Le délai a expiré. Réessayez.',
  passkey_not_given: 'Demande de clé d’accès annulée. Rien n’a changé.',
  passkey_known: 'Cet appareil a déjà une clé d’accès pour votre compte.',
  already_signed_in: 'Votre session est déjà ouverte. Rechargez la page.',
  mail_code_wrong: 'Ce n’est pas le code de notre dernier e-mail. Vérifiez-le, puis réessayez.',
  mail_code_expired: 'Ce code a expiré. Demandez-en un nouveau.',
  another_way_needed:
    'Votre compte a maintenant un mot de passe ou une clé d’accès. Rechargez la page pour confirmer avec ce moyen.',
  outdated: 'Ces informations ont changé entre-temps. Rechargez la page.',
  password_too_short: 'Ce mot de passe est trop court. Choisissez-en un plus long.',
  password_too_long: 'Ce mot de passe est trop long. Choisissez-en un plus court.',
  password_same: 'C’est déjà votre mot de passe. Choisissez-en un autre.',
  password_common: 'Ce mot de passe est trop facile à deviner. Essayez quelques mots pris au hasard.',
  password_breached:
    'Ce mot de passe figure dans une fuite de données. Choisissez-en un autre, et changez-le partout où vous l’utilisez.',
  first_sign_in_gone: 'Cette inscription a expiré. Recommencez.',
  refused: 'Votre demande a été refusée, et rien n’a été modifié. Rechargez la page, puis réessayez.',
  unanswered:
    'L’espace client n’a pas répondu à temps. Rechargez la page pour voir si la demande a abouti ; sinon, réessayez.',
  part_missing: 'L’espace client a été mis à jour. Rechargez la page, puis réessayez.',
  account_blocked:
    'La connexion à ce compte est bloquée. Vos licences continuent de fonctionner. Contactez-nous.',
  email_corrected:
    'L’adresse e-mail de ce compte a été corrigée il y a moins de 24 heures. D’ici là, pas de nouveau mot de passe par e-mail, et la double authentification reste activée.',
  view_only:
    'Vous consultez les pages d’un autre client. Rien ne peut être modifié ni ouvert depuis cet affichage.',
  view_ended: 'Vous ne consultez plus les pages de ce client. Revenez à l’administration.',
  last_way_in: 'C’est votre seul moyen de connexion. Définissez d’abord un mot de passe.',
};
