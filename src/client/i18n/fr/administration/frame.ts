/** Messages for what all pages of administration share: the navigation, the tables and the dialog of an act. */
import type { Translation } from '#client/i18n/translation.ts';

export const administration: Translation['administration'] = {
  screens: 'Administration',
  menu: 'Menu',
  path: 'Fil d’Ariane',
  names: {
    overview: 'Vue d’ensemble',
    customers: 'Clients',
    instances: 'Instances',
    mails: 'E-mails',
    plans: 'Formules',
    inbox: 'Boîte de réception',
    auditLog: 'Journal d’audit',
    administrators: 'Administrateurs',
  },
  second: {
    title: 'Activez la double authentification',
    text: 'Les administrateurs peuvent consulter et modifier les données des clients : une seconde étape est donc nécessaire à leur connexion. Une fois la double authentification activée, vous aurez accès à l’administration.',
    action: 'Ouvrir vos paramètres',
  },
};

export const table: Translation['table'] = {
  columns: 'Colonnes',
  pages: 'Pages de la liste',
  newer: 'Page précédente',
  older: 'Page suivante',
  previous: 'Page précédente',
  next: 'Page suivante',
  first: 'Première page',
  emptyPage: 'Cette page est vide',
  all: 'Tout',
  from: 'Du',
  to: 'Au',
  saved: 'Filtres enregistrés',
  noneSaved: 'Rien d’enregistré',
  save: 'Enregistrer ces filtres',
  saveIt: 'Enregistrer',
  forget: 'Oublier « {name} »',
  filterName: 'Nom',
  filterHint: 'Les filtres sont conservés dans ce navigateur.',
  filterNameMissing: 'Saisissez un nom.',
  clear: 'Effacer les filtres',
  apply: 'Filtrer',
  export: 'Exporter en CSV',
  accountHint: 'Un numéro de compte, ou le début d’un nom ou d’une adresse e-mail.',
  accountWrong: 'Choisissez un compte dans la liste, ou saisissez un numéro de compte.',
  accounts: 'Comptes trouvés',
  noAccount: 'Aucun compte trouvé.',
  accountsNotSearched: 'La recherche n’a pas abouti. Saisissez un numéro de compte.',
  keys: 'Pour passer d’une ligne à l’autre, utilisez les touches J et K ou les flèches. La touche Entrée ouvre une ligne.',
};

export const act: Translation['act'] = {
  reason: 'Motif',
  reasonHint: 'Il est conservé dans le journal d’audit. 500 caractères au maximum.',
  reasonMissing: 'Saisissez un motif.',
  reasonTooLong: 'Le motif est trop long. Limitez-le à 500 caractères.',
  cancel: 'Annuler',
  done: 'C’est fait',
};

/** The roles of administrators, and what each of them may do. */
export const roles: Translation['roles'] = {
  viewer: 'Lecture seule',
  support: 'Assistance',
  administrator: 'Administrateur',
  may: {
    viewer:
      'Consulte les clients, les licences, les paiements et les chiffres. Ne peut rien modifier ni voir les clés de licence.',
    support:
      'Peut aussi intervenir, pour un client à la fois : renvoi d’e-mails, déconnexion, blocage, résiliation, changement de sièges ou de formule, remplacement de clé, consultation des pages d’un client.',
    administrator:
      'Peut tout faire, y compris les remboursements, les licences gratuites, l’affichage des clés, l’effacement de clients, les formules, les instances et les rôles des autres.',
  },
};
