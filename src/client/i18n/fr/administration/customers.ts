/** Messages for the list of customers and for the search. */
import type { Translation } from '#client/i18n/translation.ts';

export const customers: Translation['customers'] = {
  title: 'Clients',
  search: 'Trouver un client',
  searchHint:
    'Saisissez le début d’un nom, d’une entreprise ou d’une adresse e-mail, ou collez une clé de licence, un numéro de commande ou un numéro de Paddle en entier.',
  searchMore: 'Saisissez au moins deux caractères.',
  results: 'Résultats de la recherche',
  found:
    '{count, plural, =0 {Aucun client trouvé} one {# client trouvé} many {# clients trouvés} other {# clients trouvés}}',
  more: 'Afficher la suite',
  nothingFound: 'Aucun résultat',
  nothingFoundText:
    'Saisissez le début des mots, dans n’importe quel ordre. Une clé de licence doit être collée en entier, sans caractère manquant.',
  withoutAccount: 'Achats sans compte',
  withoutAccountText: 'Ils attendent qu’un client confirme l’adresse e-mail utilisée lors de l’achat.',
  licenceNumber: 'Licence {id}',
  key: {
    notStored:
      'Cette clé vient bien de l’espace client, mais elle n’y est pas enregistrée : les instances reçoivent la réponse « clé inconnue ».',
    notReadable:
      'Cette clé ne vient pas de l’espace client, ou elle est abîmée : un caractère manque peut-être ou a été modifié.',
    belongs: 'La clé est celle de la licence {id} pour {product}.',
    replaced: 'Elle ne fonctionne plus : une clé plus récente l’a remplacée ({at}).',
    retiring: 'Elle cessera de fonctionner le {at}, car il existe une clé plus récente.',
    ended: {
      expired: 'La licence a expiré.',
      paused: 'L’abonnement est en pause.',
      cancelled: 'L’abonnement a été résilié, et la période payée est terminée.',
      refunded: 'Le paiement a été remboursé.',
      revoked: 'La licence a été révoquée.',
    },
    works: 'Elle fonctionne. Les instances doivent la vérifier de nouveau le {day}.',
    worksNow: 'Elle fonctionne.',
    nobody: 'La licence n’est encore rattachée à aucun compte.',
  },
  name: 'Nom',
  email: 'Adresse e-mail',
  company: 'Entreprise',
  matchedColumn: 'Trouvé par',
  matched: {
    name: 'nom',
    email: 'adresse e-mail',
    company: 'entreprise',
    licence_key: 'clé de licence',
    order: 'commande',
    subscription: 'abonnement',
    paddle_user: 'numéro chez Paddle',
    account: 'numéro de compte',
    licence: 'numéro de licence',
  },
  licences: 'Licences',
  noLicence: 'aucune',
  moreLicences: '{count, plural, one {et # autre} many {et # autres} other {et # autres}}',
  country: 'Pays',
  since: 'Depuis le',
  id: 'Numéro',
  blocked: 'Bloqué',
  notConfirmed: 'Adresse non confirmée',
  product: 'Produit',
  plan: 'Numéro de formule',
  state: 'État',
  sinceFilter: 'Client depuis le',
  empty: 'Aucun client pour l’instant',
  emptyText: 'Toute personne qui crée un compte apparaît ici.',
  emptyFilter: 'Aucun client ne correspond à ces filtres',
  emptyFilterText: 'Modifiez l’un des filtres, ou effacez-les.',
  exportTitle: 'Exporter les clients',
  willExportAll:
    'Vous obtiendrez un fichier avec tous les clients : noms, adresses e-mail, entreprises, pays et licences.',
  willExport:
    'Vous obtiendrez un fichier avec les clients qui correspondent aux filtres : noms, adresses e-mail, entreprises, pays et licences.',
  exported:
    'Le fichier est dans vos téléchargements. Il contient des données personnelles : supprimez-le dès que vous n’en avez plus besoin.',
  fileName: 'clients.csv',
};

export const palette: Translation['palette'] = {
  open: 'Rechercher',
  key: 'Ctrl K',
  title: 'Aller à',
  field: 'Page ou client',
  hint: 'Saisissez le nom d’une page, ou ce qui désigne un client : nom, adresse e-mail, clé de licence, numéro de commande.',
  count: '{count, plural, =0 {Aucun résultat} one {# résultat} many {# résultats} other {# résultats}}',
  searching: 'Recherche en cours',
  none: 'Aucun résultat.',
};
