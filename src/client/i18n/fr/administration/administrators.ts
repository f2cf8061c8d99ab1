/** Messages for the list of administrators and for changes of their roles. */
import type { Translation } from '#client/i18n/translation.ts';

export const administrators: Translation['administrators'] = {
  title: 'Administrateurs',
  lead: 'Les comptes qui ont accès à l’administration, et ce que chacun peut y faire.',
  name: 'Nom',
  email: 'Adresse e-mail',
  role: 'Rôle',
  state: 'État',
  actions: 'Actions',
  you: 'Vous',
  ready: 'Accès actif',
  noTwoStep: 'Pas de double authentification : pas encore d’accès à l’administration',
  blocked: 'Connexion bloquée',
  rolesTitle: 'Ce que permettent les rôles',
  make: 'Nommer un administrateur',
  makeTitle: 'Nommer un administrateur',
  account: 'Numéro de compte ou adresse e-mail',
  accountHint: 'La personne doit avoir un compte client dont l’adresse est confirmée.',
  accountMissing: 'Saisissez un numéro de compte ou une adresse e-mail.',
  find: 'Chercher le compte',
  notFound:
    'Aucun compte n’a ce numéro ou cette adresse. Vérifiez la saisie, ou demandez d’abord à la personne de créer un compte.',
  alreadyOne: '{name} a déjà un rôle. Vous pouvez le changer dans la liste.',
  notConfirmed:
    '{name} n’a pas encore confirmé son adresse e-mail ({email}). Un rôle pourra lui être donné ensuite.',
  isYou: 'C’est votre propre compte.',
  found: '{name}, {email}, compte {id}',
  willMake:
    '{name} aura accès à l’administration avec ce rôle, dès que la double authentification sera activée sur son compte. Son journal de sécurité le mentionnera.',
  madeOne: '{name} a maintenant le rôle « {role} ».',
  change: 'Changer le rôle',
  changeOf: 'Changer le rôle de {name}',
  changeTitle: 'Changer le rôle de {name}',
  willChange:
    '{name} a le rôle « {role} ». Le nouveau rôle s’applique immédiatement, y compris aux sessions déjà ouvertes.',
  changed: '{name} a maintenant le rôle « {role} ».',
  newRole: 'Nouveau rôle',
  remove: 'Retirer',
  removeOf: 'Retirer son rôle à {name}',
  removeTitle: 'Retirer son rôle à {name} ?',
  willRemove:
    '{name} perdra immédiatement l’accès à l’administration. Son compte est conservé, avec ses licences.',
  removed: '{name} n’a plus de rôle d’administration.',
  onlyAdministrators: 'Seuls les administrateurs peuvent changer les rôles.',
};
