/** Where the customer is signed in, and what happened to the account. */
import type { Translation } from '#client/i18n/translation.ts';

export const sessions: Translation['sessions'] = {
  title: 'Sessions',
  unknown: 'Navigateur inconnu',
  thisOne: 'Cette session',
  where: 'Adresse IP {address}',
  since: 'Ouverte le {created}, dernière utilisation le {used}',
  sinceNow: 'Ouverte le {created}',
  end: 'Fermer la session',
  endNamed: 'Fermer la session : {device}, dernière utilisation le {used}',
  endOthers: 'Fermer toutes les autres sessions',
  ended: 'La session a été fermée.',
  othersEnded: 'Toutes vos autres sessions sont fermées.',
  alone: 'Vous n’avez pas d’autre session.',
};

export const securityLog: Translation['securityLog'] = {
  title: 'Journal de sécurité',
  lead: 'L’activité de votre compte depuis un an. Si vous ne reconnaissez pas quelque chose, changez votre mot de passe.',
  none: 'Aucune activité.',
  more: 'Afficher plus',
  about: '{what} : {name}',
  signed_in:
    '{way, select, password {Connexion avec le mot de passe} app {Connexion avec le mot de passe et l’application d’authentification} recoveryCode {Connexion avec le mot de passe et un code de récupération} passkey {Connexion avec une clé d’accès} emailLink {Connexion avec un lien reçu par e-mail} provider {Connexion avec {provider}} other {Connexion au compte}}',
  sign_in_failed: 'Échec de connexion',
  identity_confirmed:
    '{way, select, password {Identité confirmée avec le mot de passe} passkey {Identité confirmée avec une clé d’accès} emailCode {Identité confirmée avec un code reçu par e-mail} provider {Identité confirmée avec {provider}} other {Identité confirmée}}',
  password_set: 'Mot de passe défini',
  password_changed: 'Mot de passe changé',
  password_reset: 'Nouveau mot de passe choisi avec un lien reçu par e-mail',
  email_change_requested: 'Changement d’adresse e-mail demandé',
  email_change_stopped: 'Changement d’adresse e-mail annulé',
  email_changed: 'Adresse e-mail changée',
  authenticator_added: 'Application d’authentification ajoutée',
  authenticator_removed: 'Application d’authentification retirée',
  second_step_started: 'Double authentification par clé activée',
  second_step_ended: 'Double authentification désactivée',
  second_factor_reset: 'Double authentification réinitialisée par l’exploitant de l’espace client',
  second_factor_failed:
    '{way, select, app {Code erroné de l’application d’authentification} recoveryCode {Code de récupération erroné} passkey {Clé d’accès refusée après le mot de passe} other {Échec de la double authentification}}',
  recovery_code_used: 'Code de récupération utilisé',
  recovery_codes_renewed: 'Nouveaux codes de récupération créés',
  passkey_added: 'Clé d’accès ou de sécurité ajoutée',
  passkey_renamed: 'Clé d’accès ou de sécurité renommée',
  passkey_removed: 'Clé d’accès ou de sécurité retirée',
  provider_linked: 'Compte associé',
  provider_unlinked: 'Compte dissocié',
  token_created: 'Jeton d’API créé',
  token_changed: 'Jeton d’API modifié',
  token_deleted: 'Jeton d’API supprimé',
  session_ended: 'Session fermée',
  other_sessions_ended: 'Toutes les autres sessions ont été fermées',
  sessions_ended_by_operator: 'Toutes les sessions ont été fermées par l’exploitant de l’espace client',
  data_downloaded: 'Données téléchargées',
  deletion_refused: 'Suppression du compte refusée',
};
