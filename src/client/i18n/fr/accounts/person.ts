/** Messages for the name, e-mail address and profile of a customer. */
import type { Translation } from '#client/i18n/translation.ts';

export const person: Translation['person'] = {
  name: {
    title: 'Nom',
    label: 'Nom',
    hint: 'Le nom que nous utilisons dans nos e-mails.',
    save: 'Enregistrer le nom',
  },
  email: {
    title: 'Adresse e-mail',
    now: 'Vous vous connectez avec {email}.',
    nowOnly: 'Nous envoyons tous les e-mails concernant votre compte à {email}.',
    label: 'Nouvelle adresse e-mail',
    hint: 'Vous recevrez un lien de confirmation à cette adresse et un message d’information à l’adresse actuelle.',
    submit: 'Envoyer le lien',
    same: 'C’est déjà votre adresse e-mail.',
    sendAgain: 'Renvoyer le lien',
    stop: 'Annuler le changement',
    sentAgain: 'Nous vous avons renvoyé un lien. Utilisez le plus récent.',
    stopped: 'Changement annulé. Votre adresse e-mail reste {email}, et le lien envoyé ne fonctionne plus.',
    over: 'Ce changement n’est plus en attente.',
    pending:
      'Pour confirmer votre nouvelle adresse, ouvrez le lien envoyé à {email}. Il est valable jusqu’au {until}.',
  },
  confirmEmail: {
    title: 'Confirmez votre nouvelle adresse e-mail',
    lead: 'L’adresse e-mail de votre compte passera de {old} à {email}.',
    submit: 'Confirmer l’adresse',
    done: 'Votre adresse e-mail a été modifiée',
    doneText: 'Votre compte utilise désormais l’adresse {email}.',
    invalid: 'Ce lien n’est pas valide',
    invalidText:
      'Il date peut-être de plus d’un jour, a déjà servi, ou a été annulé ou remplacé par un lien plus récent. Il peut aussi correspondre à un autre compte que le vôtre ({email}). Vous pouvez demander un nouveau lien dans vos paramètres.',
    taken: 'Un autre compte utilise désormais cette adresse. Choisissez-en une autre dans vos paramètres.',
    settings: 'Ouvrir les paramètres',
  },
  profile: {
    title: 'Entreprise et adresse',
    lead: 'Les informations sur votre entreprise et votre adresse servent à calculer les prix et à préparer le paiement. Tous les champs sont facultatifs.',
    elsewhere:
      'Vous cherchez votre mot de passe, votre langue, vos clés de sécurité ou vos sessions ? Ouvrez les <settings>paramètres</settings>.',
    nameAndEmail: 'Nom et adresse e-mail',
    changeNameOrEmail: 'Modifier le nom ou l’adresse e-mail',
    company: 'Entreprise',
    companyName: 'Nom de l’entreprise',
    numberOfEmployees: 'Nombre d’employés',
    numberWrong: 'Saisissez un nombre entier de 1 à {max}, ou laissez le champ vide.',
    address: 'Adresse postale',
    addressLine1: 'Adresse',
    addressLine2: 'Complément d’adresse',
    city: 'Ville',
    postalCode: 'Code postal',
    postalCodeHint:
      'Facultatif. Si vous l’indiquez ici, il sera prérempli sur la page de paiement de Paddle.',
    state: 'État ou région',
    country: 'Pays',
    countryHint: 'Les prix et les taxes dépendent de votre pays.',
    countryNone: 'Non renseigné',
    save: 'Enregistrer les modifications',
  },
};
