/** French texts of the problem pages. */
import type { ProblemName } from '#shared/problems.ts';
import type { ProblemTexts } from './problem-text.ts';

const texts: Readonly<Record<ProblemName, readonly [title: string, means: string, action: string]>> = {
  'invalid-input': [
    'La requête n’est pas valide',
    'Un élément de la requête est manquant, mal formé ou envoyé deux fois. Le champ « detail » de la réponse indique lequel.',
    'Corrigez la requête avant de la renvoyer : telle quelle, elle sera de nouveau refusée.',
  ],
  'coupon-refused': [
    'Paddle n’accepte pas ce code promo',
    'Paddle, notre prestataire de paiement, n’accepte pas ce code promo pour cette formule.',
    'Vérifiez le code, ou continuez sans code promo.',
  ],
  'vat-postcode-missing': [
    'Paddle demande le code postal de l’entreprise',
    'Dans ce pays, Paddle a besoin du code postal de l’entreprise lorsqu’un numéro de TVA est indiqué.',
    'Saisissez le code postal, puis réessayez.',
  ],
  'email-refused': [
    'Paddle n’accepte pas l’adresse e-mail',
    'Paddle n’accepte pas l’adresse e-mail du compte.',
    'Changez l’adresse dans les paramètres du compte, puis réessayez.',
  ],
  'not-signed-in': [
    'Connectez-vous d’abord',
    'Cette opération nécessite une connexion à votre compte.',
    'Connectez-vous, puis réessayez.',
  ],
  'email-not-verified': [
    'Confirmez d’abord votre adresse e-mail',
    'L’adresse e-mail du compte n’est pas encore confirmée.',
    'Ouvrez le lien contenu dans l’e-mail que nous vous avons envoyé, ou demandez-en un nouveau au moment de vous connecter.',
  ],
  'confirmation-needed': [
    'Confirmez d’abord votre identité',
    'Cette opération est sensible, et votre dernière confirmation d’identité est trop ancienne.',
    'Confirmez avec votre mot de passe ou une clé d’accès, puis réessayez.',
  ],
  'second-factor-needed': [
    'Activez d’abord la double authentification',
    'Cette opération est réservée aux comptes protégés par la double authentification.',
    'Activez la double authentification dans les paramètres du compte.',
  ],
  forbidden: [
    'Vous n’avez pas accès à cette ressource',
    'La requête a été comprise, mais vous n’avez pas les droits nécessaires. Les requêtes envoyées depuis la page d’un autre site sont également refusées.',
    'Utilisez un compte qui dispose de ces droits, depuis les pages de l’espace client.',
  ],
  'not-found': [
    'Il n’y a rien à cette adresse',
    'Il n’y a rien à cette adresse, ou vous n’y avez pas accès.',
    'Vérifiez l’adresse. La documentation donne la liste des adresses de l’API.',
  ],
  'method-not-allowed': [
    'Cette méthode n’est pas autorisée ici',
    'L’adresse existe, mais elle n’accepte pas cette méthode : elle attend par exemple POST au lieu de GET.',
    'Utilisez l’une des méthodes indiquées dans l’en-tête Allow de la réponse.',
  ],
  'already-licensed': [
    'Vous avez déjà une licence en cours pour ce produit',
    'Le compte a une licence en cours pour ce produit.',
    'Changez la formule ou le nombre de sièges de cette licence, ou confirmez que vous en voulez une autre.',
  ],
  'account-changed': [
    'Ce navigateur utilise maintenant un autre compte',
    'La page a été chargée pour un compte, mais ce navigateur en utilise maintenant un autre. Rien n’a été modifié.',
    'Rechargez la page, puis continuez avec le compte qu’elle affiche.',
  ],
  'changed-meanwhile': [
    'Ces données ont été modifiées entre-temps',
    'Ces données ont été modifiées par une autre personne ou dans un autre onglet depuis le chargement de la page. Votre modification n’a pas été enregistrée.',
    'Vérifiez l’état actuel, puis enregistrez de nouveau.',
  ],
  'too-many-tokens': [
    'Le nombre maximal de jetons est atteint',
    'Le compte a atteint le nombre maximal de jetons d’API.',
    'Supprimez un jeton que vous n’utilisez plus.',
  ],
  'payload-too-large': [
    'La requête est trop volumineuse',
    'Le corps de la requête dépasse la taille maximale acceptée à cette adresse.',
    'Envoyez moins de données. Une clé de licence seule n’est jamais trop longue.',
  ],
  'unsupported-media-type': [
    'Le format de la requête n’est pas accepté',
    'Le corps de la requête a un format ou un encodage que cette adresse n’accepte pas.',
    'Utilisez un format indiqué dans le champ « detail » de la réponse, sans Content-Encoding.',
  ],
  'too-many-requests': [
    'Trop de requêtes',
    'Vous avez envoyé trop de requêtes en peu de temps.',
    'Attendez le nombre de secondes indiqué dans l’en-tête Retry-After, puis espacez vos requêtes.',
  ],
  'paddle-unavailable': [
    'Paddle est injoignable',
    'Paddle, notre prestataire de paiement, est injoignable.',
    'Réessayez dans quelques minutes. Aucun montant n’a été débité.',
  ],
  'service-unavailable': [
    'Le service n’est pas disponible',
    'L’espace client ne peut pas répondre pour le moment, par exemple parce que sa base de données est injoignable. Cela ne signifie pas qu’une licence n’est plus valable.',
    'Réessayez après le nombre de secondes indiqué dans l’en-tête Retry-After.',
  ],
  internal: [
    'Une erreur s’est produite de notre côté',
    'Une erreur s’est produite de notre côté. Cela ne signifie pas qu’une licence n’est plus valable.',
    'Réessayez plus tard. Si l’erreur persiste, écrivez-nous en indiquant le X-Request-Id de la réponse.',
  ],
  'key-unreadable': [
    'Cette clé de licence ne peut pas être affichée',
    'La copie enregistrée de cette clé est illisible. La clé elle-même fonctionne toujours là où elle est utilisée.',
    'Contactez-nous si vous avez besoin de la clé : nous pouvons en émettre une autre.',
  ],
  'host-unknown': [
    'L’espace client n’est pas disponible sous ce nom d’hôte',
    'La requête indique un nom d’hôte que l’espace client ne sert pas (HTTP 421).',
    'Utilisez l’adresse pour laquelle l’espace client a été configuré. Derrière un proxy, transmettez l’en-tête Host.',
  ],
  'token-missing': [
    'Aucun jeton d’accès n’a été envoyé',
    'Cette adresse exige un jeton d’accès, et la requête n’en contient pas.',
    'Envoyez-le dans l’en-tête « Authorization: Bearer … ».',
  ],
  'token-invalid': [
    'Le jeton d’accès n’est pas valide',
    'Le jeton d’accès est inconnu, a expiré ou a été révoqué. Cela ne signifie pas qu’une licence n’est plus valable.',
    'Demandez une seule fois un nouveau jeton, puis renvoyez la requête. Une instance de Monica conserve l’ancien jeton tant que vous n’avez pas exécuté « php artisan cache:forget customer_portal.access_token ».',
  ],
  'scope-insufficient': [
    'Le jeton d’accès ne donne pas ce droit',
    'Le jeton d’accès est valide, mais il n’a pas l’autorisation qu’exige cette adresse. L’en-tête WWW-Authenticate indique cette autorisation.',
    'Demandez un jeton avec cette portée. Les autorisations d’un jeton personnel se choisissent dans les paramètres du compte.',
  ],
  'body-invalid': [
    'La requête ne contient pas de clé de licence',
    'La requête n’a pas de champ licence_key exploitable : il est absent, envoyé deux fois, dépasse 4 096 caractères ou contient des caractères qui ne figurent dans aucune clé. Le statut est 500 parce que les instances existantes attendent 200 ou 500.',
    'Demandez au client de copier la clé entière depuis son espace client et de la saisir de nouveau. Ne renvoyez pas la requête telle quelle.',
  ],
  'key-invalid': [
    'Ce n’est pas une clé de licence',
    'Ce texte n’est pas une clé de licence émise par cet espace client : il est altéré ou incomplet, ou a été produit avec une autre PRIVATE_KEY. Le statut est 500 parce que les instances existantes attendent 200 ou 500.',
    'Demandez au client de copier la clé entière depuis son espace client et de la saisir de nouveau. Si des clés qui fonctionnaient sont refusées, l’administrateur de l’espace client doit vérifier PRIVATE_KEY et PRIVATE_KEY_PREVIOUS.',
  ],
  'licence-unknown': [
    'Aucune licence ne correspond à cette clé',
    'La clé est authentique, mais aucune licence ne lui correspond : une clé plus récente l’a remplacée, ou elle concerne un autre produit.',
    'Demandez au client la clé affichée actuellement dans son espace client.',
  ],
  'licence-ended': [
    'La licence a pris fin',
    'La licence est connue, mais elle a pris fin. Le champ « reason » en indique la cause : expired (expirée), paused (en pause), cancelled (résiliée), refunded (remboursée) ou revoked (révoquée).',
    'Verrouillez ce que la licence déverrouillait, et dirigez le client vers son espace client pour qu’il la renouvelle. Réessayez plus tard : une licence renouvelée garde sa clé.',
  ],
  'address-gone': [
    'Cette adresse n’existe plus',
    'Elle appartenait à l’espace client précédent, et seules ses pages l’utilisaient.',
    'Si la page était ouverte avant le changement, rechargez-la. Les programmes utilisent les adresses de la documentation de l’API.',
  ],
};

export const french: ProblemTexts = {
  unknownTitle: 'Problème inconnu',
  unknown: 'Ce nom ne correspond à aucun problème connu de l’espace client.',
  meansHeading: 'Ce que cela signifie',
  actionHeading: 'Que faire',
  status: 'Statut HTTP',
  documentation: 'Documentation de l’API (en anglais)',
  problems: Object.fromEntries(
    Object.entries(texts).map(([name, [title, means, action]]) => [name, { title, means, action }]),
  ) as ProblemTexts['problems'],
};
