/** Name, e-mail address and profile. */
import type { Translation } from '#client/i18n/translation.ts';

export const person: Translation['person'] = {
  name: {
    title: 'Nom',
    label: 'Nom',
    hint: 'Le nom que nous utilisons pour nous adresser à vous.',
    save: 'Enregistrer le nom',
  },
  email: {
    title: 'Adresse e-mail',
    now: 'Vous vous connectez avec {email}.',
    nowOnly: 'L’adresse de votre compte est {email}. Nous y envoyons nos e-mails.',
    label: 'Nouvelle adresse e-mail',
    hint: 'Le changement prend effet dès que vous ouvrez le lien que nous y envoyons. Nous prévenons votre ancienne adresse.',
    submit: 'Envoyer le lien',
    same: 'C’est déjà l’adresse de votre compte.',
    sendAgain: 'Renvoyer le lien',
    stop: 'Annuler le changement',
    sentAgain: 'C’est envoyé. Utilisez le lien le plus récent.',
    stopped: 'Le changement est annulé. Votre adresse reste {email} ; le lien ne fonctionne plus.',
    over: 'Aucun changement en attente.',
    pending:
      '{email} est en attente de confirmation. Ouvrez le lien que nous y avons envoyé ; il est valable jusqu’au {until}.',
  },
  confirmEmail: {
    title: 'Confirmez votre nouvelle adresse e-mail',
    lead: '{email} remplacera {old} comme adresse de votre compte.',
    submit: 'Confirmer l’adresse',
    done: 'Votre adresse e-mail a changé',
    doneText: '{email} est désormais l’adresse de votre compte.',
    invalid: 'Ce lien n’est pas valable',
    invalidText:
      'Il a déjà servi ou a été annulé, date de plus d’un jour, a été remplacé par un plus récent, ou concerne un autre compte que celui de votre session ({email}). Demandez-en un nouveau dans vos paramètres.',
    taken:
      'Cette adresse appartient désormais à un autre compte. Choisissez-en une autre dans vos paramètres.',
    settings: 'Ouvrir vos paramètres',
  },
  profile: {
    title: 'Profil',
    lead: 'Pour calculer les prix et préparer le paiement. Tous les champs sont facultatifs.',
    company: 'Entreprise',
    companyName: 'Nom de l’entreprise',
    numberOfEmployees: 'Nombre d’employés',
    numberWrong: 'Saisissez un nombre entier de 1 à {max}, ou laissez le champ vide.',
    address: 'Adresse postale',
    addressLine1: 'Adresse',
    addressLine2: 'Complément d’adresse',
    city: 'Ville',
    postalCode: 'Code postal',
    postalCodeHint: 'Il sera prérempli au moment du paiement.',
    state: 'État ou région',
    country: 'Pays',
    countryHint: 'Les prix et la taxe en dépendent.',
    countryNone: 'Non renseigné',
    save: 'Enregistrer le profil',
  },
};
