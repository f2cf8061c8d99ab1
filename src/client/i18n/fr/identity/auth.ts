/** Messages for signing in, for signing up, and for the pages opened by links in e-mails. */
import type { Translation } from '#client/i18n/translation.ts';

export const auth: Translation['auth'] = {
  signIn: 'Se connecter',
  newHere: 'Pas encore de compte ?',
  newLook:
    'L’espace client a changé d’aspect. Votre compte, votre mot de passe et vos clés restent les mêmes.',
  otherService:
    'Vous vous connectiez avec un service qui n’est plus proposé ici ? <reset>Définissez un mot de passe</reset> pour votre adresse e-mail.',
  createAccount: 'Créer un compte',
  createToGet: 'Créez un compte pour obtenir {product}',
  createToGetMonthly: 'Créez un compte pour obtenir {product}, {amount} par mois',
  createToGetAnnual: 'Créez un compte pour obtenir {product}, {amount} par an',
  productSeats: '{product}, {count, plural, one {# siège} other {# sièges}}',
  haveAccount: 'Vous avez déjà un compte ?',
  name: 'Nom',
  email: 'E-mail',
  password: 'Mot de passe',
  newPassword: 'Nouveau mot de passe',
  forgotten: 'Mot de passe oublié ?',
  remember: 'Garder ma session ouverte sur cet appareil',
  terms: 'J’accepte les <terms>conditions</terms> et la <privacy>politique de confidentialité</privacy>',
  about: 'À propos de Monica et d’OfficeLife',
  aboutMonica:
    'N’oubliez plus rien de ce qui compte pour vos proches : anniversaires, histoires, petites promesses.',
  aboutOfficelife: 'Gérez votre entreprise au quotidien : employés, équipes, congés et reconnaissance.',
  checkInbox: 'Consultez votre boîte de réception',
  signUpSent:
    'Nous avons envoyé un e-mail à <b>{email}</b>. Ouvrez le lien qu’il contient pour terminer votre inscription.',
  linkSent:
    'Si l’adresse <b>{email}</b> n’est pas encore confirmée, vous allez recevoir un lien. Ouvrez-le pour terminer votre inscription.',
  linkHelp:
    'Toujours rien après une minute ? Vérifiez l’orthographe de l’adresse, regardez dans vos courriers indésirables ou renvoyez le lien.',
  linkUnwatched:
    'Cette page n’attend plus l’ouverture du lien. Une fois que vous l’aurez ouvert, revenez à la connexion.',
  sendAgain: 'Renvoyer le lien',
  sentAgain: 'Nous vous avons renvoyé un lien. Utilisez le plus récent.',
  linkSentAgain:
    'Si l’adresse n’est pas encore confirmée, nous vous avons renvoyé un lien. Utilisez le plus récent.',
  otherAddress: 'Utiliser une autre adresse',
  confirmEmail: 'Confirmez votre adresse e-mail',
  confirmLead: 'À quelle adresse envoyer le lien ?',
  confirmPasswordLead:
    'Vous avez commencé votre inscription dans un autre navigateur. Pour confirmer votre adresse, saisissez le mot de passe que vous y avez choisi.',
  confirmAnewLead: 'Ce nouveau mot de passe remplacera tout mot de passe déjà défini pour cette adresse.',
  confirmNow: 'Confirmer l’adresse',
  confirmAnew: 'Confirmer et enregistrer le mot de passe',
  confirmUnknownLead:
    'Vous ne connaissez pas ce mot de passe, ou vous n’avez pas fait l’inscription vous-même ?',
  confirmUnknown: 'Choisir un nouveau mot de passe',
  confirmKnown: 'Je connais le mot de passe',
  sendLink: 'Envoyer le lien',
  confirmedText: 'Votre adresse e-mail est confirmée. Connectez-vous pour continuer.',
  linkExpired: 'Ce lien a expiré',
  linkInvalid: 'Ce lien n’est pas valide',
  linkExpiredText:
    'Un lien n’est valable qu’un certain temps, et seul le plus récent fonctionne. Demandez-en un nouveau.',
  forgotTitle: 'Mot de passe oublié',
  forgotLead: 'Nous vous enverrons par e-mail un lien pour choisir un nouveau mot de passe.',
  resetSent:
    'S’il existe un compte pour <b>{email}</b>, vous allez recevoir un lien pour choisir un nouveau mot de passe.',
  backToSignIn: 'Retour à la connexion',
  resetTitle: 'Choisissez un nouveau mot de passe',
  resetLead: 'Toutes vos sessions seront fermées.',
  setPassword: 'Enregistrer le mot de passe',
  resetDoneText: 'Votre nouveau mot de passe est enregistré. Utilisez-le pour vous connecter.',
  signedOut: 'Votre session est terminée. Reconnectez-vous pour continuer.',
  accountDeleted: 'Votre compte a été supprimé',
  accountDeletedText:
    'Nous vous avons envoyé un e-mail de confirmation, et toutes vos sessions ont été fermées.',
  toStart: 'Aller à la page d’accueil',
  withPasskey: 'Se connecter avec une clé d’accès',
};
