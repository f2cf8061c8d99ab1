/** Messages for the session list and the security log. */
import type { Translation } from '#client/i18n/translation.ts';

export const sessions: Translation['sessions'] = {
  title: 'Sessions',
  unknown: 'Navigateur inconnu',
  thisOne: 'Session actuelle',
  where: 'Adresse IP : {address}',
  since: 'Ouverte le {created}, dernière utilisation le {used}',
  sinceNow: 'Ouverte le {created}',
  end: 'Fermer la session',
  endNamed: 'Fermer la session : {device}, dernière utilisation le {used}',
  endOthers: 'Fermer toutes les autres sessions',
  ended: 'La session a été fermée.',
  othersEnded: 'Toutes vos autres sessions ont été fermées.',
  alone: 'Vous n’avez aucune autre session ouverte.',
};

export const securityLog: Translation['securityLog'] = {
  title: 'Journal de sécurité',
  lead: 'L’activité de votre compte au cours de l’année écoulée. Si une opération ne vient pas de vous, changez de mot de passe.',
  none: 'Aucune activité pour l’instant.',
  more: 'Afficher plus',
  about: '{what} : {name}',
  signed_in:
    '{way, select, password {Connexion par mot de passe} app {Connexion par mot de passe et application d’authentification} recoveryCode {Connexion par mot de passe et code de récupération} passkey {Connexion par clé d’accès} emailLink {Connexion avec un lien reçu par e-mail} provider {Connexion avec {provider}} other {Connexion au compte}}',
  sign_in_failed: 'Tentative de connexion échouée',
  identity_confirmed:
    '{way, select, password {Identité confirmée par mot de passe} passkey {Identité confirmée par clé d’accès} emailCode {Identité confirmée avec un code reçu par e-mail} provider {Identité confirmée avec {provider}} other {Identité confirmée}}',
  password_set: 'Mot de passe défini',
  password_changed: 'Mot de passe modifié',
  password_reset: 'Mot de passe réinitialisé avec un lien reçu par e-mail',
  email_change_requested: 'Changement d’adresse e-mail demandé',
  email_change_stopped: 'Changement d’adresse e-mail annulé',
  email_changed: 'Adresse e-mail modifiée',
  authenticator_added: 'Application d’authentification ajoutée',
  authenticator_removed: 'Application d’authentification retirée',
  second_step_started: 'Double authentification par clé activée',
  second_step_ended: 'Double authentification désactivée',
  second_factor_reset: 'Double authentification réinitialisée par un administrateur',
  second_factor_failed:
    '{way, select, app {Code de l’application d’authentification incorrect} recoveryCode {Code de récupération incorrect} passkey {Clé d’accès refusée lors de la double authentification} other {Échec de la double authentification}}',
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
  other_sessions_ended: 'Toutes les autres sessions fermées',
  sessions_ended_by_operator: 'Toutes les sessions fermées par un administrateur',
  data_downloaded: 'Données téléchargées',
  deletion_refused: 'Échec de la suppression du compte',
};
